/**
 * The promises of the design, proven on the real server from outside: what survives
 * {@code kill -9}, what happens when the database or the journal is gone, what bad input
 * and forged credentials get, and what an operator can see.
 */
@NullMarked
package io.qnsp.app.proof;

import org.jspecify.annotations.NullMarked;
