package io.qnsp.audit.subscription;

import java.util.List;
import java.util.Map;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a subscription.
 *
 * @param name what people call it
 * @param filters which events; all when not given
 * @param destination where to
 */
record CreateSubscriptionRequest(
		@NotBlank(message = "missing (expected: 1..200 characters)") @Size(max = 200,
				message = "too long (expected: 1..200 characters)") @Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]*",
						message = "control characters (expected: none)") String name,
		@Nullable EventTerms filters,
		@NotNull(message = "missing (expected: an object with type and config)") @Valid Target destination) {

	/**
	 * Which events.
	 *
	 * @param eventTypes exact types or prefixes with a trailing {@code *}; any when not
	 * given or empty
	 * @param services any of these services
	 * @param severities any of these severities
	 */
	record EventTerms(@Nullable List<@Nullable String> eventTypes, @Nullable List<@Nullable String> services,
			@Nullable List<@Nullable String> severities) {

	}

	/**
	 * Where to.
	 *
	 * @param type the kind of destination
	 * @param config what that kind needs
	 */
	record Target(@NotNull(message = "missing (expected: webhook, kafka or sqs)") DestinationType type,
			@NotNull(message = "missing (expected: an object)") Map<String, @Nullable Object> config) {

		// Holds secrets.
		@Override
		public String toString() {
			return "Target[" + this.type + "]";
		}

	}

}
