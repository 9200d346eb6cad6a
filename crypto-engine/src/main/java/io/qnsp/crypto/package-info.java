/**
 * The crypto engine: every primitive the server uses, on its own bounded threads.
 */
@NullMarked
package io.qnsp.crypto;

import org.jspecify.annotations.NullMarked;
