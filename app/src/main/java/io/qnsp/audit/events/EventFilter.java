package io.qnsp.audit.events;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.AuditEvent.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Which events a stream or a subscription carries, decided in memory. Empty sets do not
 * restrict; what is given must all hold.
 */
public final class EventFilter {

	/** Every event. */
	public static final EventFilter ALL = new EventFilter(Set.of(), Set.of(), Set.of());

	private final Set<String> eventTypes;

	private final Set<String> services;

	private final Set<Severity> severities;

	private final Set<String> exactTypes = new HashSet<>();

	private final List<String> typePrefixes = new ArrayList<>();

	private EventFilter(Set<String> eventTypes, Set<String> services, Set<Severity> severities) {
		this.eventTypes = eventTypes;
		this.services = services;
		this.severities = severities;
		for (String eventType : eventTypes) {
			if (eventType.endsWith("*")) {
				this.typePrefixes.add(eventType.substring(0, eventType.length() - 1));
			}
			else {
				this.exactTypes.add(eventType);
			}
		}
	}

	/**
	 * Reads a filter from a request.
	 * @param path what stands before the field names in errors, such as {@code filters.}
	 * @param eventTypes exact types or prefixes with a trailing {@code *}; any of them
	 * @param services any of these services
	 * @param severities any of {@code info}, {@code warning}, {@code critical}
	 * @return the filter
	 * @throws QnspException a 400 that names the field
	 */
	public static EventFilter of(String path, @Nullable List<@Nullable String> eventTypes,
			@Nullable List<@Nullable String> services, @Nullable List<@Nullable String> severities) {
		return new EventFilter(FilterTerms.eventTypes(path + "eventTypes", eventTypes),
				FilterTerms.services(path + "services", services),
				FilterTerms.names(path + "severities", severities, Severity.values(), Severity::wireName));
	}

	/**
	 * Whether an event passes.
	 * @param event the event
	 * @return true when it does
	 */
	public boolean matches(AuditEvent event) {
		return (this.services.isEmpty() || this.services.contains(event.service()))
				&& (this.severities.isEmpty() || this.severities.contains(event.severity()))
				&& (this.eventTypes.isEmpty() || matchesType(event.eventType()));
	}

	private boolean matchesType(String eventType) {
		if (this.exactTypes.contains(eventType)) {
			return true;
		}
		for (String prefix : this.typePrefixes) {
			if (eventType.startsWith(prefix)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The event types.
	 * @return sorted terms
	 */
	public List<String> eventTypes() {
		return this.eventTypes.stream().sorted().toList();
	}

	/**
	 * The services.
	 * @return sorted names
	 */
	public List<String> services() {
		return this.services.stream().sorted().toList();
	}

	/**
	 * The severities.
	 * @return wire names, the mildest first
	 */
	public List<String> severities() {
		return this.severities.stream().sorted().map(Severity::wireName).toList();
	}

}
