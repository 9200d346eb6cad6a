package io.qnsp.audit.delivery.kafka;

import java.io.IOException;
import java.util.stream.Stream;

import io.qnsp.audit.delivery.DeliveryOutcome;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class KafkaFailuresTests {

	private static final String SECRET = "10.0.0.1 is inside";

	static Stream<Arguments> failures() {
		return Stream.of(Arguments.of(new SslAuthenticationException(SECRET), "certificate"),
				Arguments.of(new SaslAuthenticationException(SECRET), "refuses the credentials"),
				Arguments.of(new TopicAuthorizationException(SECRET), "do not permit writing to topic t"),
				Arguments.of(new TimeoutException(SECRET, new UnknownTopicOrPartitionException(SECRET)),
						"has no topic t"),
				Arguments.of(new TimeoutException(SECRET), "did not answer in time"),
				Arguments.of(new java.util.concurrent.TimeoutException(SECRET), "did not answer in time"),
				Arguments.of(new KafkaException(SECRET, new ConfigException(SECRET)), "bootstrap servers"),
				Arguments.of(new IOException("a.test is not known"), "a.test is not known"),
				Arguments.of(new NotEnoughReplicasException(SECRET), "NotEnoughReplicasException"));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void areToldInOurWords(Throwable failure, String expected) {
		assertThat(KafkaFailures.outcome(2, failure, null, "t")).isInstanceOfSatisfying(DeliveryOutcome.Failed.class,
				(failed) -> {
					assertThat(failed.accepted()).isEqualTo(2);
					assertThat(failed.reason()).contains(expected).doesNotContain(SECRET);
				});
	}

	@Test
	void aRefusedHostIsTheReasonForWhateverFollows() {
		assertThat(KafkaFailures.outcome(0, new TimeoutException("x"), "b.test is refused", "t"))
			.isEqualTo(new DeliveryOutcome.Failed(0, "b.test is refused", null));
	}

	@Test
	void aRecordThatIsTooLargeIsRejected() {
		assertThat(KafkaFailures.outcome(5, new RecordTooLargeException("x"), null, "t")).isInstanceOfSatisfying(
				DeliveryOutcome.Rejected.class, (rejected) -> assertThat(rejected.accepted()).isEqualTo(5));
	}

}
