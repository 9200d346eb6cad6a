package io.qnsp.app.kafka;

import java.util.List;

import org.apache.kafka.clients.producer.ProducerRecord;
import reactor.core.publisher.Mono;

/**
 * Writes records to one cluster.
 */
public interface RecordProducer {

	/**
	 * Writes records, in order for each partition.
	 * @param records 1 to {@value KafkaClients#MOST_RECORDS}, of one topic
	 * @return how it ended, when every record has been acknowledged or given up; never an
	 * error for what cluster or network do
	 */
	Mono<SendOutcome> send(List<ProducerRecord<byte[], byte[]>> records);

	/**
	 * Gives up what has not been acknowledged, and frees the connections, the thread and
	 * the buffer.
	 * @return completes when they are free
	 */
	Mono<Void> close();

}
