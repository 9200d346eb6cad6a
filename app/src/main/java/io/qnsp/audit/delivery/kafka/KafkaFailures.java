package io.qnsp.audit.delivery.kafka;

import java.io.IOException;

import io.qnsp.audit.delivery.DeliveryOutcome;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * What a failure means for the delivery, in words of our own: the client's may name
 * addresses inside the operator's network.
 */
final class KafkaFailures {

	private KafkaFailures() {
	}

	/**
	 * Judges a failure.
	 * @param accepted how many events were accepted before it
	 * @param failure what the client says
	 * @param refusal why a host was refused, or {@code null}
	 * @param topic the topic
	 */
	static DeliveryOutcome outcome(int accepted, Throwable failure, @Nullable String refusal, String topic) {
		if (failure instanceof RecordTooLargeException) {
			return tooLarge(accepted);
		}
		if (failure instanceof InvalidRecordException) {
			return new DeliveryOutcome.Rejected(accepted, "The cluster refuses the record for what it holds");
		}
		return new DeliveryOutcome.Failed(accepted, (refusal != null) ? refusal : reason(failure, topic), null);
	}

	static DeliveryOutcome tooLarge(int accepted) {
		return new DeliveryOutcome.Rejected(accepted, "The record is larger than the cluster takes");
	}

	private static String reason(Throwable failure, String topic) {
		if (failure instanceof SslAuthenticationException) {
			return "No TLS connection: the cluster's certificate is not trusted, is for another host, "
					+ "or the port does not speak TLS";
		}
		if (failure instanceof AuthenticationException) {
			return "The cluster refuses the credentials";
		}
		if (failure instanceof AuthorizationException) {
			return "The credentials do not permit writing to topic " + topic;
		}
		if (failure instanceof InvalidTopicException) {
			return "The cluster does not accept the topic's name " + topic;
		}
		if (failure instanceof UnknownTopicOrPartitionException
				|| failure.getCause() instanceof UnknownTopicOrPartitionException) {
			return "The cluster has no topic " + topic;
		}
		if (failure.getCause() instanceof ConfigException || failure instanceof ConfigException) {
			return "None of the bootstrap servers is known";
		}
		if (failure instanceof IOException unreachable) {
			return String.valueOf(unreachable.getMessage());
		}
		if (failure instanceof org.apache.kafka.common.errors.TimeoutException
				|| failure instanceof java.util.concurrent.TimeoutException) {
			// A plain port that is spoken to in TLS says nothing at all.
			return "The cluster did not answer in time, or its port has another security than the subscription";
		}
		boolean told = failure instanceof ApiException || failure instanceof KafkaException;
		return told ? "The cluster did not accept the record: " + failure.getClass().getSimpleName()
				: "The record could not be sent";
	}

}
