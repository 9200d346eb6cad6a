/**
 * Delivers to topics of tenants' Kafka clusters. Promises: records are in the order of
 * the batch for each partition and a batch counts as accepted when all replicas in sync
 * have every record; TLS is demanded and a host whose addresses are not permitted gets no
 * byte, whoever names it, unless the operator allows insecure targets; the number of open
 * producers is bounded: each has a thread and a buffer, so producers are not shared,
 * those that rest are closed, and a subscription that finds no place waits. Depends on
 * {@link io.qnsp.app.kafka} and {@link io.qnsp.app.outbound}.
 */
@NullMarked
package io.qnsp.audit.delivery.kafka;

import org.jspecify.annotations.NullMarked;
