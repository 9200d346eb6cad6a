/**
 * The list of operations that run on the calling thread instead of a lane, and their size
 * bounds. Depends on Reactor to know an event-loop thread.
 */
@NullMarked
package io.qnsp.crypto.inline;

import org.jspecify.annotations.NullMarked;
