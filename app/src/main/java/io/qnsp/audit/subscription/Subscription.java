package io.qnsp.audit.subscription;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qnsp.audit.events.EventFilter;
import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as it is listed: everything but its secrets.
 *
 * @param subscriptionId its id
 * @param name what people call it
 * @param status whether it is in use
 * @param statusReason why the server has disabled it, or {@code null}
 * @param filters which events
 * @param destination where to
 * @param createdBy the subject who made it
 * @param createdAt when it was made
 * @param updatedAt when it was last changed
 * @param delivery how its delivery stands, or {@code null} where nobody asked
 */
record Subscription(UUID subscriptionId, String name, Status status, @Nullable String statusReason, Filters filters,
		Destination destination, String createdBy, Instant createdAt, Instant updatedAt,
		@Nullable DeliveryState delivery) {

	PageRequest.Key place() {
		return new PageRequest.Key(this.createdAt, this.subscriptionId);
	}

	Subscription with(@Nullable DeliveryState state) {
		return new Subscription(this.subscriptionId, this.name, this.status, this.statusReason, this.filters,
				this.destination, this.createdBy, this.createdAt, this.updatedAt, state);
	}

	/**
	 * Whether a subscription is in use.
	 */
	enum Status {

		/** It is. */
		@JsonProperty("active")
		ACTIVE,
		/** It halts until somebody resumes it. */
		@JsonProperty("paused")
		PAUSED,
		/** The server has given up on its destination. */
		@JsonProperty("disabled")
		DISABLED;

		String stored() {
			return name().toLowerCase(Locale.ROOT);
		}

		static Status of(String stored) {
			return valueOf(stored.toUpperCase(Locale.ROOT));
		}

	}

	/**
	 * Which events; an empty list does not restrict.
	 *
	 * @param eventTypes exact types or prefixes with a trailing {@code *}
	 * @param services services
	 * @param severities severities
	 */
	record Filters(List<String> eventTypes, List<String> services, List<String> severities) {

		static Filters of(EventFilter filter) {
			return new Filters(filter.eventTypes(), filter.services(), filter.severities());
		}

		EventFilter toFilter() {
			return EventFilter.of("filters.", List.copyOf(this.eventTypes), List.copyOf(this.services),
					List.copyOf(this.severities));
		}

	}

	/**
	 * Where to.
	 *
	 * @param type the kind of destination
	 * @param config its configuration without secrets
	 * @param secretFields which secret fields are set
	 */
	record Destination(DestinationType type, Map<String, Object> config, List<String> secretFields) {

		static Destination of(DestinationConfig config) {
			return new Destination(config.type(), config.open(), config.secretFields());
		}

	}

}
