/**
 * What identity providers report of their users: recorded one by one, read back in pages.
 * Promises: an event is durable with its audit event or not at all, is never changed, and
 * its metadata stays out of the journal. Depends on {@link io.qnsp.core.change} and
 * {@link io.qnsp.core.page}.
 */
@NullMarked
package io.qnsp.auth.federation;

import org.jspecify.annotations.NullMarked;
