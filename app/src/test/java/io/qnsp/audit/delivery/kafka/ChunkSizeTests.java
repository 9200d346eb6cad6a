package io.qnsp.audit.delivery.kafka;

import java.util.List;
import java.util.stream.Stream;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ChunkSizeTests {

	private final ChunkSize size = new ChunkSize(250);

	private static List<ProducerRecord<byte[], byte[]>> records(int count, int bytes) {
		return Stream.generate(() -> new ProducerRecord<>("t", new byte[16], new byte[bytes])).limit(count).toList();
	}

	@Test
	void aChunkIsBoundedInNumberAndBytesAndNeverEmpty() {
		assertThat(this.size.end(records(600, 100), 0)).isEqualTo(250);
		assertThat(this.size.end(records(600, 100), 500)).isEqualTo(600);
		assertThat(this.size.end(records(10, 150_000), 3)).isEqualTo(5);
		assertThat(this.size.end(records(10, 900_000), 3)).isEqualTo(4);
	}

	@Test
	void whatIsNotAnsweredMakesItSmallerDownToSingleRecords() {
		this.size.learn(new TimeoutException("x"));
		assertThat(this.size.end(records(600, 100), 0)).isEqualTo(15);
		this.size.learn(new TimeoutException("x"));
		this.size.learn(new TimeoutException("x"));
		assertThat(this.size.end(records(600, 100), 7)).isEqualTo(8);
	}

	@Test
	void otherFailuresDoNot() {
		this.size.learn(new TopicAuthorizationException("x"));
		this.size.learn(new TimeoutException("x", new UnknownTopicOrPartitionException("x")));
		assertThat(this.size.end(records(600, 100), 0)).isEqualTo(250);
	}

	@Test
	void itGrowsAgainWithWhatGoesWell() {
		this.size.learn(new TimeoutException("x"));
		Stream.generate(() -> 1).limit(64).forEach((i) -> this.size.learn(null));
		assertThat(this.size.end(records(600, 100), 0)).isEqualTo(60);
		Stream.generate(() -> 1).limit(128).forEach((i) -> this.size.learn(null));
		assertThat(this.size.end(records(600, 100), 0)).isEqualTo(250);
	}

}
