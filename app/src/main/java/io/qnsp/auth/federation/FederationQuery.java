package io.qnsp.auth.federation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.qnsp.core.error.QnspException;
import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;

/**
 * A checked query.
 *
 * @param range when
 * @param eventTypes stored names, or {@code null} for all
 * @param providers which providers, or {@code null} for all
 * @param userIds which users, or {@code null} for all
 * @param page which part
 */
record FederationQuery(FederationRange range, @Nullable List<String> eventTypes, @Nullable List<String> providers,
		@Nullable List<String> userIds, PageRequest page) {

	/** The range's length when no start is named. */
	static final Duration DEFAULT_LENGTH = Duration.ofDays(30);

	static FederationQuery of(FederationQueryRequest request, Instant now) {
		Instant end = (request.endTime() != null) ? request.endTime() : latest(request.startTime(), now);
		Instant start = (request.startTime() != null) ? request.startTime() : beforeEnd(end);
		List<FederationEventType> types = orNull(request.eventTypes());
		List<String> stored = (types != null) ? types.stream().flatMap((type) -> type.storedNames().stream()).toList()
				: null;
		return new FederationQuery(FederationRange.of("startTime", start, "endTime", end), stored,
				storable("providers", orNull(request.providers())), storable("userIds", orNull(request.userIds())),
				PageRequest.of(request.limit(), null, request.cursor()));
	}

	// An event that is recorded in this very millisecond is still before the end.
	private static Instant latest(@Nullable Instant start, Instant now) {
		Instant end = now.plusMillis(1);
		return (start == null || start.isBefore(end)) ? end : now;
	}

	private static Instant beforeEnd(Instant end) {
		return end.isAfter(Instant.EPOCH.plus(DEFAULT_LENGTH)) ? end.minus(DEFAULT_LENGTH) : Instant.EPOCH;
	}

	private static <T> @Nullable List<T> orNull(@Nullable List<T> values) {
		return (values == null || values.isEmpty()) ? null : values;
	}

	private static @Nullable List<String> storable(String name, @Nullable List<String> values) {
		if (values != null && values.stream().anyMatch((value) -> value.indexOf('\0') >= 0)) {
			throw QnspException.badRequest(name, "NUL in a text (expected: none)");
		}
		return values;
	}

}
