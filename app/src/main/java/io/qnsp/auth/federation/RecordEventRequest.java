package io.qnsp.auth.federation;

import java.util.Map;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Reports an event.
 *
 * @param eventType what happened, such as {@code login}
 * @param provider the identity provider
 * @param userId the user, as the provider names it
 * @param outcome how it ended
 * @param metadata anything else, as {@link EventMetadata} allows; nothing when missing
 */
record RecordEventRequest(
		@NotNull(message = "missing (expected: a-z, 0-9 and _)") @Pattern(regexp = "[a-z][a-z0-9_]{0,63}",
				message = "not an event type (expected: 1..64 of a-z, 0-9 and _, a letter first)") String eventType,
		@NotBlank(message = "missing (expected: 1..200 characters)") @Size(max = 200,
				message = "too long (expected: 1..200 characters)") @Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]*",
						message = "control characters (expected: none)") String provider,
		@NotBlank(message = "missing (expected: 1..256 characters)") @Size(max = 256,
				message = "too long (expected: 1..256 characters)") @Pattern(regexp = "[^\\p{Cntrl}\\p{Cs}]*",
						message = "control characters (expected: none)") String userId,
		@NotNull(message = "missing (expected: success or failure)") FederationOutcome outcome,
		@Nullable Map<String, Object> metadata) {

}
