package io.qnsp.kms.analytics.detection;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.kms.analytics.alert.NewAlert;
import io.qnsp.kms.analytics.alert.RaisedAlertRepository;
import io.qnsp.kms.analytics.detection.KeyPatrolRepository.PatrolledKey;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Judges the newest counted hour of every key that was used in the last two weeks by the
 * key's own baseline: 50 keys a run, one after the other on a thread of its own, so that
 * it takes a part of one processor whatever happens. When an hour is not gone through
 * before the next one has ended, it is gone through first, and hours between are passed
 * over.
 */
@Component
final class UnusualHours implements PeriodicJob, DisposableBean {

	private static final int KEYS_A_RUN = 50;

	private static final Duration HOUR = Duration.ofHours(1);

	private final CountedUntil counted;

	private final KeyPatrolRepository keys;

	private final RaisedAlertRepository alerts;

	private final Scheduler thread = Schedulers.newBoundedElastic(1, KEYS_A_RUN, "kms-usage-baseline");

	UnusualHours(CountedUntil counted, KeyPatrolRepository keys, RaisedAlertRepository alerts) {
		this.counted = counted;
		this.keys = keys;
		this.alerts = alerts;
	}

	@Override
	public String name() {
		return "kms-usage-baseline";
	}

	@Override
	public Duration interval() {
		return Duration.ofSeconds(10);
	}

	@Override
	public Mono<Void> run() {
		return this.counted.time()
			.map((until) -> until.truncatedTo(ChronoUnit.HOURS).minus(HOUR))
			.flatMap((newest) -> this.keys.progress(name())
				.map((known) -> (known.finished() && known.period().isBefore(newest)) ? JobProgress.beginning(newest)
						: known)
				.defaultIfEmpty(JobProgress.beginning(newest))
				.filter((progress) -> !progress.finished())
				.flatMap(this::goOn));
	}

	private Mono<Void> goOn(JobProgress progress) {
		Instant newest = progress.period();
		Instant from = newest.minus(HOUR.multipliedBy(UsageBaseline.HOURS - 1L));
		return this.keys.usedSince(from.truncatedTo(ChronoUnit.DAYS), progress, KEYS_A_RUN)
			.flatMap((part) -> this.keys.hours(part, from, newest)
				.flatMap((hours) -> judge(hours, newest))
				.flatMap(this.alerts::raise)
				.then(Mono.defer(() -> this.keys.save(name(), after(progress, part)))));
	}

	private Mono<List<NewAlert>> judge(Map<PatrolledKey, List<HourlyUse>> hours, Instant newest) {
		return Flux.fromIterable(hours.entrySet())
			.publishOn(this.thread)
			.concatMap((entry) -> Mono.justOrEmpty(
					UsageBaseline.judge(entry.getKey().tenantId(), entry.getKey().keyId(), entry.getValue(), newest)))
			.collectList();
	}

	private static JobProgress after(JobProgress progress, List<PatrolledKey> part) {
		if (part.size() < KEYS_A_RUN) {
			return new JobProgress(progress.period(), progress.tenantId(), progress.keyId(), true);
		}
		return new JobProgress(progress.period(), part.getLast().tenantId(), part.getLast().keyId(), false);
	}

	@Override
	public void destroy() {
		this.thread.dispose();
	}

}
