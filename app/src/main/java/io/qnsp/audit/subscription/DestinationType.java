package io.qnsp.audit.subscription;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where events can be delivered to.
 */
public enum DestinationType {

	/** An HTTPS endpoint of the tenant's. */
	@JsonProperty("webhook")
	WEBHOOK,
	/** A topic of a Kafka cluster. */
	@JsonProperty("kafka")
	KAFKA,
	/** A queue of Amazon SQS. */
	@JsonProperty("sqs")
	SQS;

	/**
	 * The name in requests, answers and the database.
	 * @return the lower-case name
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	static DestinationType stored(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT));
	}

}
