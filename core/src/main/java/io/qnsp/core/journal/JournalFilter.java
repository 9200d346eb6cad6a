package io.qnsp.core.journal;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which events a page of the journal holds. Empty sets and nulls do not restrict; what is
 * given must all hold.
 *
 * @param eventTypes exact types, or prefixes with a trailing {@code *} such as
 * {@code auth.*}; any of them
 * @param services any of these services
 * @param severities any of these severities
 * @param outcomes any of these outcomes
 * @param actorId exactly this actor
 * @param resourceType exactly this kind of resource
 * @param resourceId exactly this resource
 * @param requestId exactly this request
 * @param since happened at or after
 * @param until happened before
 */
public record JournalFilter(Set<String> eventTypes, Set<String> services, Set<AuditEvent.Severity> severities,
		Set<AuditEvent.Outcome> outcomes, @Nullable String actorId, @Nullable String resourceType,
		@Nullable String resourceId, @Nullable String requestId, @Nullable Instant since, @Nullable Instant until) {

	/** Every event. */
	public static final JournalFilter ALL = new JournalFilter(Set.of(), Set.of(), Set.of(), Set.of(), null, null, null,
			null, null, null);

	/** What stands for any ending of an event type. */
	static final char WILDCARD = '*';

	public JournalFilter {
		eventTypes = Set.copyOf(eventTypes);
		services = Set.copyOf(services);
		severities = Set.copyOf(severities);
		outcomes = Set.copyOf(outcomes);
		for (String eventType : eventTypes) {
			int wildcard = eventType.indexOf(WILDCARD);
			if (eventType.isEmpty() || (wildcard >= 0 && wildcard < eventType.length() - 1)) {
				throw new IllegalArgumentException(
						"eventTypes: %s (expected: a type such as auth.token.create, or a prefix with a trailing *)"
							.formatted(eventType));
			}
		}
	}

}
