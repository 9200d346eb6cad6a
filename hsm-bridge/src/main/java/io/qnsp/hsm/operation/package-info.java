/**
 * What is done in a session of a token: keys, signatures, wrapping, encapsulation, and
 * the trial of what a token can do. Stateless and blocking. Depends on {@code token} and
 * {@code binding}.
 */
@NullMarked
package io.qnsp.hsm.operation;

import org.jspecify.annotations.NullMarked;
