package io.qnsp.auth.federation;

import java.time.Instant;
import java.util.List;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Asks for events. A list that is missing or empty filters nothing.
 *
 * @param startTime the first instant; 30 days before the end when missing
 * @param endTime the first instant after; now when missing
 * @param eventTypes which types, at most 4
 * @param providers which identity providers, at most 100
 * @param userIds which users, at most 100
 * @param limit how many, 1..200; 50 when missing
 * @param cursor where the previous page ended
 */
record FederationQueryRequest(@Nullable Instant startTime, @Nullable Instant endTime,
		@Nullable @Size(max = 4,
				message = "too many (expected: at most 4 event types)") List<@NotNull(
						message = "null (expected: an event type)") FederationEventType> eventTypes,
		@Nullable @Size(max = 100,
				message = "too many (expected: at most 100 providers)") List<@NotNull(
						message = "null (expected: a provider)") @Size(min = 1, max = 200,
								message = "wrong length (expected: 1..200 characters)") String> providers,
		@Nullable @Size(max = 100,
				message = "too many (expected: at most 100 users)") List<@NotNull(
						message = "null (expected: a user)") @Size(min = 1, max = 256,
								message = "wrong length (expected: 1..256 characters)") String> userIds,
		@Nullable Integer limit, @Nullable String cursor) {

}
