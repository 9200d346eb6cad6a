/**
 * The way to Kafka. Promises that nothing else knows Reactor Kafka, whose development has
 * ended: {@code KafkaClients} could be made of kafka-clients alone. What may wait (names,
 * metadata, a full buffer) waits on bounded threads of its own. Depends on Reactor Kafka
 * and kafka-clients.
 */
@NullMarked
package io.qnsp.app.kafka;

import org.jspecify.annotations.NullMarked;
