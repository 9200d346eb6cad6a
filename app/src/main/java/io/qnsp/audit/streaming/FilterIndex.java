package io.qnsp.audit.streaming;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.qnsp.audit.events.EventFilter;
import io.qnsp.audit.events.EventFilter.Term;
import io.qnsp.core.journal.AuditEvent;
import org.jspecify.annotations.Nullable;

/**
 * Finds those who want an event without asking all of them. Members with equal filters
 * are one group, which is checked once; a group stands under the terms of one of its
 * filters, and an event looks only at the groups that stand under a term it has.
 *
 * <p>
 * Looking takes no lock and sees every member that was added before; adding and removing
 * is for one thread at a time.
 *
 * @param <M> what is found
 */
final class FilterIndex<M> {

	private static final int[] NONE = {};

	private final Map<Set<EventFilter>, Group<M>> groups = new ConcurrentHashMap<>();

	private final Map<Term, Set<Group<M>>> byTerm = new ConcurrentHashMap<>();

	// Groups that no term narrows down.
	private final Set<Group<M>> unrestricted = ConcurrentHashMap.newKeySet();

	private volatile int[] prefixLengths = NONE;

	/**
	 * Those with the same filters.
	 */
	private record Group<M>(Set<EventFilter> filters, Set<Term> terms, Set<M> members) {

		boolean matches(AuditEvent event) {
			for (EventFilter filter : this.filters) {
				if (!filter.matches(event)) {
					return false;
				}
			}
			return true;
		}

		// Groups are told apart by what they are, not by what they hold just now.
		@Override
		public boolean equals(@Nullable Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this);
		}

	}

	/**
	 * Adds a member.
	 * @param filters what must all hold
	 */
	void add(List<EventFilter> filters, M member) {
		Set<EventFilter> key = keyOf(filters);
		Group<M> group = this.groups.get(key);
		if (group != null) {
			group.members.add(member);
			return;
		}
		group = new Group<>(key, termsOf(key), ConcurrentHashMap.newKeySet());
		group.members.add(member);
		this.groups.put(key, group);
		for (Term term : group.terms) {
			this.byTerm.computeIfAbsent(term, (any) -> ConcurrentHashMap.newKeySet()).add(group);
		}
		if (group.terms.isEmpty()) {
			this.unrestricted.add(group);
		}
		measurePrefixes();
	}

	/**
	 * Removes a member.
	 * @param filters what it was added with
	 */
	void remove(List<EventFilter> filters, M member) {
		Group<M> group = this.groups.get(keyOf(filters));
		if (group == null) {
			return;
		}
		group.members.remove(member);
		if (!group.members.isEmpty()) {
			return;
		}
		this.groups.remove(group.filters);
		for (Term term : group.terms) {
			this.byTerm.computeIfPresent(term, (any, standing) -> {
				standing.remove(group);
				return standing.isEmpty() ? null : standing;
			});
		}
		this.unrestricted.remove(group);
		measurePrefixes();
	}

	/**
	 * Gives the members of each group whose filters an event passes.
	 * @return how many groups were checked
	 */
	int find(AuditEvent event, Consumer<Set<M>> matched) {
		int checks = check(this.unrestricted, event, matched);
		String type = event.eventType();
		checks += check(this.byTerm.get(new Term.Type(type)), event, matched);
		checks += check(this.byTerm.get(new Term.Service(event.service())), event, matched);
		checks += check(this.byTerm.get(new Term.OfSeverity(event.severity())), event, matched);
		for (int length : this.prefixLengths) {
			if (length > type.length()) {
				break;
			}
			checks += check(this.byTerm.get(new Term.TypePrefix(type.substring(0, length))), event, matched);
		}
		return checks;
	}

	boolean isEmpty() {
		return this.groups.isEmpty() && this.byTerm.isEmpty() && this.unrestricted.isEmpty()
				&& this.prefixLengths.length == 0;
	}

	private int check(@Nullable Set<Group<M>> standing, AuditEvent event, Consumer<Set<M>> matched) {
		if (standing == null) {
			return 0;
		}
		int checks = 0;
		for (Group<M> group : standing) {
			checks++;
			if (group.matches(event)) {
				matched.accept(group.members);
			}
		}
		return checks;
	}

	private static Set<EventFilter> keyOf(List<EventFilter> filters) {
		return filters.stream().filter((filter) -> !filter.equals(EventFilter.ALL)).collect(Collectors.toSet());
	}

	private static Set<Term> termsOf(Set<EventFilter> filters) {
		Set<Term> best = Set.of();
		for (EventFilter filter : filters) {
			Set<Term> terms = filter.terms();
			if (best.isEmpty() || (!terms.isEmpty() && rank(terms) < rank(best))) {
				best = terms;
			}
		}
		return best;
	}

	// The broadest of its terms decides.
	private static int rank(Set<Term> terms) {
		return terms.stream().mapToInt((term) -> switch (term) {
			case Term.Type type -> 0;
			case Term.TypePrefix prefix -> 1;
			case Term.Service service -> 2;
			case Term.OfSeverity severity -> 3;
		}).max().orElse(Integer.MAX_VALUE);
	}

	private void measurePrefixes() {
		this.prefixLengths = this.byTerm.keySet().stream().mapMultiToInt((term, out) -> {
			if (term instanceof Term.TypePrefix prefix) {
				out.accept(prefix.prefix().length());
			}
		}).distinct().sorted().toArray();
	}

}
