package io.qnsp.audit.streaming;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import io.qnsp.audit.events.EventFilter;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.AuditEvent.Severity;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FilterIndexTests {

	private static final List<String> TERMS = List.of("*", "a*", "a.*", "a.b*", "a.b.c", "a.b.cd", "a.b.c*", "b.*",
			"b.b.c", "b.c.d", "b.c*");

	private static final List<String> TYPES = List.of("a.b.c", "a.b.cd", "a.b.d", "a.c.c", "b.b.c", "b.c.d", "b.c.dd",
			"c.c.c");

	private static final List<String> SERVICES = List.of("a", "b", "c");

	private static final List<String> SEVERITIES = List.of("info", "warning", "critical");

	@RepeatedTest(20)
	void findsWhatAskingEveryFilterFinds(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		FilterIndex<Integer> index = new FilterIndex<>();
		Map<Integer, List<EventFilter>> members = new HashMap<>();
		for (int step = 0; step < 600; step++) {
			int member = random.nextInt(60);
			List<EventFilter> filters = members.remove(member);
			if (filters != null) {
				index.remove(filters, member);
			}
			else {
				filters = IntStream.range(0, 1 + random.nextInt(2)).mapToObj((i) -> filter(random)).toList();
				members.put(member, filters);
				index.add(filters, member);
			}
			AuditEvent event = event(one(TYPES, random), one(SERVICES, random),
					Severity.values()[random.nextInt(Severity.values().length)]);
			Set<Integer> wanted = new HashSet<>();
			members.forEach((id, all) -> {
				if (all.stream().allMatch((filter) -> filter.matches(event))) {
					wanted.add(id);
				}
			});
			List<Integer> found = new ArrayList<>();
			index.find(event, found::addAll);
			assertThat(found).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(wanted);
		}
		Map.copyOf(members).forEach((id, filters) -> index.remove(filters, id));
		assertThat(index.isEmpty()).as("nothing is left behind").isTrue();
	}

	@Test
	void thousandMembersThatDoNotMatchCostNoCheck() {
		FilterIndex<Integer> index = new FilterIndex<>();
		for (int i = 0; i < 1_000; i++) {
			List<String> types = switch (i % 3) {
				case 0 -> List.of("kms.key" + i + ".create");
				case 1 -> List.of("kms.key" + i + "*");
				default -> List.of();
			};
			List<String> services = (i % 2 == 0) ? List.of("kms") : null;
			List<String> severities = (services == null) ? List.of("critical") : null;
			index.add(List.of(EventFilter.of("", types, services, severities)), i);
		}
		List<Integer> found = new ArrayList<>();
		assertThat(index.find(event("auth.token.create", "auth", Severity.INFO), found::addAll)).isZero();
		assertThat(found).isEmpty();
	}

	@Test
	void membersWithEqualFiltersCostOneCheck() {
		FilterIndex<Integer> index = new FilterIndex<>();
		for (int i = 0; i < 1_000; i++) {
			index.add(List.of(EventFilter.of("", List.of("auth.*"), null, null), EventFilter.ALL), i);
		}
		List<Integer> found = new ArrayList<>();
		assertThat(index.find(event("auth.token.create", "auth", Severity.INFO), found::addAll)).isOne();
		assertThat(found).hasSize(1_000);
	}

	@Test
	void thoseWhoStayMissNothingWhileOthersComeAndGo() {
		FilterIndex<Integer> index = new FilterIndex<>();
		List<List<EventFilter>> filters = List.of(List.of(EventFilter.ALL),
				List.of(EventFilter.of("", List.of("a.*"), null, null)),
				List.of(EventFilter.of("", List.of("a.b.c"), null, null)),
				List.of(EventFilter.of("", null, List.of("a"), null)),
				List.of(EventFilter.of("", null, null, List.of("info"))));
		for (int i = 0; i < filters.size(); i++) {
			index.add(filters.get(i), -1 - i);
		}
		AtomicBoolean done = new AtomicBoolean();
		AtomicLong changes = new AtomicLong();
		CompletableFuture<Void> changing = CompletableFuture.runAsync(() -> {
			Random random = new Random(1);
			while (!done.get()) {
				List<EventFilter> some = List.of(filter(random));
				index.add(some, 7);
				index.remove(some, 7);
				changes.incrementAndGet();
			}
		});
		try {
			for (int i = 0; i < 20_000 || changes.get() < 1_000; i++) {
				Set<Integer> found = new HashSet<>();
				index.find(event("a.b.c", "a", Severity.INFO), found::addAll);
				assertThat(found).contains(-1, -2, -3, -4, -5);
			}
		}
		finally {
			done.set(true);
		}
		changing.join();
		for (int i = 0; i < filters.size(); i++) {
			index.remove(filters.get(i), -1 - i);
		}
		assertThat(index.isEmpty()).isTrue();
	}

	private static EventFilter filter(Random random) {
		return EventFilter.of("", some(TERMS, random), some(SERVICES, random), some(SEVERITIES, random));
	}

	private static List<String> some(List<String> of, Random random) {
		int count = Math.max(0, random.nextInt(5) - 1);
		return IntStream.range(0, count).mapToObj((i) -> one(of, random)).toList();
	}

	private static String one(List<String> of, Random random) {
		return of.get(random.nextInt(of.size()));
	}

	private static AuditEvent event(String type, String service, Severity severity) {
		return new AuditEvent(UUID.randomUUID(), type, service, severity, Instant.EPOCH, new UUID(0, 1),
				new AuditEvent.Actor(ActorType.USER, "tester", null, new UUID(0, 1)), null, "do",
				AuditEvent.Outcome.SUCCESS, 200, new AuditEvent.Context("test", null, null, "test"), null, Map.of());
	}

}
