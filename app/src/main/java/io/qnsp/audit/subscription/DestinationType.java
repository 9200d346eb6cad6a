package io.qnsp.audit.subscription;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where events can be delivered to.
 */
enum DestinationType {

	/** An HTTPS endpoint of the tenant's. */
	@JsonProperty("webhook")
	WEBHOOK,
	/** A topic of a Kafka cluster. */
	@JsonProperty("kafka")
	KAFKA,
	/** A queue of Amazon SQS. */
	@JsonProperty("sqs")
	SQS;

	String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	static DestinationType stored(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT));
	}

}
