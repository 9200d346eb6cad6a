/**
 * Live audit events as Server-Sent Events. Promises: a client that resumes with the last
 * id it saw gets every later event of its tenant that passes its filters once and in
 * commit order; an event costs the streams that want it and is encoded once for all of
 * them; an idle stream holds some kibibytes, since the call that opened it has ended; a
 * client that does not read holds a bounded queue and nobody up, and goes on from the
 * journal; one that takes or acknowledges nothing for two heartbeats is let go with
 * everything it held; a stream ends with the credential that opened it; a shutdown ends
 * streams one after the other and tells clients different times to come back. Depends on
 * the journal's tail and reader, and on {@link io.qnsp.audit.subscription} for stored
 * filters.
 *
 * <p>
 * The way of an event: the tail's thread finds its streams ({@code LiveHub},
 * {@code FilterIndex}), leaves it in their queues and wakes their event loops
 * ({@code StreamLoop}); there each stream ({@code EventStream}) writes what waits to its
 * socket ({@code ClientConnection}).
 */
@NullMarked
package io.qnsp.audit.streaming;

import org.jspecify.annotations.NullMarked;
