/**
 * Kafka between the instances of the server: one of them reads the journal and writes
 * what it read to one partition of a topic, all feed their tails from there. Promises
 * that the journal stays the truth: a tail takes only what follows without a gap what it
 * has, and reads the database for everything else, so that without Kafka, or with one
 * that loses records, nothing is lost, only read more often. The topic holds the events
 * of all tenants, sealed under the instances' root key: whoever writes to it can neither
 * read events nor make any up. Off unless {@code qnsp.transport.kafka.bootstrap-servers}
 * is set. Depends on {@link io.qnsp.core.journal} and {@link io.qnsp.app.kafka}.
 */
@NullMarked
package io.qnsp.app.transport;

import org.jspecify.annotations.NullMarked;
