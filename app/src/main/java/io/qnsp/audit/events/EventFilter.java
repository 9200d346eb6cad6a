package io.qnsp.audit.events;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

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

	private final Set<String> exactTypes;

	private final List<String> typePrefixes;

	private EventFilter(Set<String> eventTypes, Set<String> services, Set<Severity> severities) {
		this.eventTypes = eventTypes;
		this.services = services;
		this.severities = severities;
		this.typePrefixes = prefixes(eventTypes);
		this.exactTypes = eventTypes.stream()
			.filter((term) -> !term.endsWith("*") && !hasPrefix(term))
			.collect(Collectors.toUnmodifiableSet());
	}

	// Sorted, the shorter ones come first: what they cover is left out.
	private static List<String> prefixes(Set<String> eventTypes) {
		List<String> prefixes = new ArrayList<>();
		eventTypes.stream()
			.filter((term) -> term.endsWith("*"))
			.map((term) -> term.substring(0, term.length() - 1))
			.sorted()
			.filter((prefix) -> prefixes.stream().noneMatch(prefix::startsWith))
			.forEach(prefixes::add);
		return List.copyOf(prefixes);
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
		return this.exactTypes.contains(eventType) || hasPrefix(eventType);
	}

	private boolean hasPrefix(String eventType) {
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

	/**
	 * What an index of filters looks for first: of the kinds of terms that this filter
	 * has, the one that fewest events have. An event that passes has exactly one of them.
	 * @return the terms, empty when every event passes
	 */
	public Set<Term> terms() {
		Set<Term> terms = new HashSet<>();
		if (!this.eventTypes.isEmpty() && !this.typePrefixes.contains("")) {
			this.exactTypes.forEach((type) -> terms.add(new Term.Type(type)));
			this.typePrefixes.forEach((prefix) -> terms.add(new Term.TypePrefix(prefix)));
		}
		else if (!this.services.isEmpty()) {
			this.services.forEach((service) -> terms.add(new Term.Service(service)));
		}
		else if (this.severities.size() < Severity.values().length) {
			this.severities.forEach((severity) -> terms.add(new Term.OfSeverity(severity)));
		}
		return terms;
	}

	/**
	 * One thing that an event has and a filter asks for.
	 */
	public sealed interface Term {

		/**
		 * An event type.
		 *
		 * @param name the type
		 */
		record Type(String name) implements Term {

		}

		/**
		 * The beginning of event types.
		 *
		 * @param prefix at least one character
		 */
		record TypePrefix(String prefix) implements Term {

		}

		/**
		 * A service.
		 *
		 * @param name the service
		 */
		record Service(String name) implements Term {

		}

		/**
		 * A severity.
		 *
		 * @param severity the severity
		 */
		record OfSeverity(Severity severity) implements Term {

		}

	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof EventFilter filter && this.eventTypes.equals(filter.eventTypes)
				&& this.services.equals(filter.services) && this.severities.equals(filter.severities);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.eventTypes, this.services, this.severities);
	}

}
