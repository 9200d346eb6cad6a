/**
 * What caches of the services share. Promises: calls that miss at the same time wait for
 * one look-up, which belongs to none of them. Depends on Reactor.
 */
@NullMarked
package io.qnsp.core.cache;

import org.jspecify.annotations.NullMarked;
