package io.qnsp.kms.analytics.detection;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.kms.analytics.alert.NewAlert;
import io.qnsp.kms.analytics.alert.RaisedAlertRepository;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Judges windows that have ended by the rules that need their end. A rule that names keys
 * is about these, used or not, as far as they were there when the window began and are
 * not destroyed; a rule for all keys is about those that were used.
 */
@Component
final class EndedWindows implements PeriodicJob {

	private static final int MOST_RULES = 50;

	private final CountedUntil counted;

	private final RuleWatchRepository rules;

	private final RaisedAlertRepository alerts;

	private final KeyLookUp keys;

	EndedWindows(CountedUntil counted, RuleWatchRepository rules, RaisedAlertRepository alerts, KeyLookUp keys) {
		this.counted = counted;
		this.rules = rules;
		this.alerts = alerts;
		this.keys = keys;
	}

	@Override
	public String name() {
		return "kms-alert-windows";
	}

	@Override
	public Duration interval() {
		return Duration.ofSeconds(10);
	}

	@Override
	public Mono<Void> run() {
		return this.counted.time()
			.flatMap((until) -> this.rules.toJudge(until, MOST_RULES)
				.filter((due) -> !due.isEmpty())
				.flatMap((due) -> judge(due, until)));
	}

	private Mono<Void> judge(List<WatchedRule> due, Instant until) {
		Map<WatchedRule, WindowSchedule> schedules = new LinkedHashMap<>();
		due.forEach((rule) -> schedules.put(rule, WindowSchedule.of(rule.condition().window(), rule.judgeAt(), until)));
		Map<WatchedRule, Instant> next = new LinkedHashMap<>();
		schedules.forEach((rule, schedule) -> next.put(rule, schedule.next()));
		return Flux.fromIterable(schedules.entrySet())
			.concatMap((entry) -> Flux.fromIterable(entry.getValue().ends())
				.concatMap((end) -> judge(entry.getKey(), end)))
			.collectList()
			.flatMap(this.alerts::raise)
			.then(Mono.defer(() -> this.rules.judged(next)));
	}

	private Flux<NewAlert> judge(WatchedRule rule, Instant end) {
		return this.rules.used(rule.tenantId(), rule.condition().window(), end)
			.flatMapIterable((used) -> candidates(rule, end, used))
			.concatMap((alert) -> this.keys.find(alert.tenantId(), alert.keyId())
				.filter((key) -> key.state().isAlive() && !key.createdAt().isAfter(alert.start()))
				.map((key) -> alert));
	}

	static List<NewAlert> candidates(WatchedRule rule, Instant end, Map<UUID, ActivityTotals> used) {
		Map<UUID, ActivityTotals> looked = new HashMap<>();
		rule.keyIds().forEach((keyId) -> looked.put(keyId, used.getOrDefault(keyId, ActivityTotals.NONE)));
		return (rule.keyIds().isEmpty() ? used : looked).entrySet()
			.stream()
			.flatMap(
					(entry) -> rule.judge(rule.windowAt(entry.getKey(), end.minusMillis(1)), entry.getValue()).stream())
			.toList();
	}

}
