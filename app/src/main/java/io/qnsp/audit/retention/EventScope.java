package io.qnsp.audit.retention;

import java.util.List;

import io.qnsp.audit.events.EventFilter;
import org.jspecify.annotations.Nullable;

/**
 * Which events a policy or a hold is about. Empty lists do not restrict; what is given
 * must all hold.
 *
 * @param eventTypes exact types or prefixes with a trailing {@code *}; any of them
 * @param services any of these services
 */
public record EventScope(List<String> eventTypes, List<String> services) {

	/** Every event. */
	public static final EventScope ALL = new EventScope(List.of(), List.of());

	public EventScope {
		eventTypes = List.copyOf(eventTypes);
		services = List.copyOf(services);
	}

	/**
	 * A scope as it is sent.
	 *
	 * @param eventTypes exact types or prefixes with a trailing {@code *}, at most 50;
	 * all when not given or empty
	 * @param services services, at most 50; all when not given or empty
	 */
	public record Body(@Nullable List<@Nullable String> eventTypes, @Nullable List<@Nullable String> services) {

	}

	/**
	 * Reads a scope from a request.
	 * @param body what was sent, or {@code null}
	 * @return the scope
	 * @throws io.qnsp.core.error.QnspException a 400 that names the field
	 */
	public static EventScope of(@Nullable Body body) {
		if (body == null) {
			return ALL;
		}
		EventFilter filter = EventFilter.of("scope.", body.eventTypes(), body.services(), null);
		return new EventScope(filter.eventTypes(), filter.services());
	}

	/**
	 * The event types as patterns of SQL's LIKE.
	 * @return one pattern a type, in the same order
	 */
	public List<String> typePatterns() {
		return this.eventTypes.stream().map(EventScope::pattern).toList();
	}

	private static String pattern(String eventType) {
		String literal = eventType.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
		return literal.endsWith("*") ? literal.substring(0, literal.length() - 1) + '%' : literal;
	}

}
