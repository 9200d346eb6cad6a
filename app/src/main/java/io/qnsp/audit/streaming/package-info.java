/**
 * Live audit events as Server-Sent Events. Promises: a client that resumes with the last
 * id it saw gets every later event of its tenant that passes its filters once and in
 * commit order; an event is encoded once for all clients; a client that does not read
 * holds a bounded queue and nobody up, and goes on from the journal; a stream ends with
 * the credential that opened it. Depends on the journal's tail and reader, and on
 * {@link io.qnsp.audit.subscription} for stored filters.
 */
@NullMarked
package io.qnsp.audit.streaming;

import org.jspecify.annotations.NullMarked;
