package io.qnsp.kms.analytics.detection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.kms.analytics.alert.AlertType;
import io.qnsp.kms.analytics.alert.NewAlert;
import io.qnsp.kms.analytics.alert.RaisedAlertRepository;
import io.qnsp.kms.analytics.detection.KeyPatrolRepository.UsedOn;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Tells, once for each key and day, when a key was used that should not be used any more.
 * Goes round and round through the keys that were used since yesterday, 500 a run.
 */
@Component
final class ComplianceWatch implements PeriodicJob {

	private static final int KEYS_A_RUN = 500;

	private final KeyPatrolRepository patrol;

	private final RaisedAlertRepository alerts;

	private final KeyLookUp keys;

	private final Clock clock;

	ComplianceWatch(KeyPatrolRepository patrol, RaisedAlertRepository alerts, KeyLookUp keys, Clock clock) {
		this.patrol = patrol;
		this.alerts = alerts;
		this.keys = keys;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "kms-key-compliance";
	}

	@Override
	public Duration interval() {
		return Duration.ofSeconds(15);
	}

	@Override
	public Mono<Void> run() {
		return this.patrol.progress(name()).defaultIfEmpty(JobProgress.beginning(Instant.EPOCH)).flatMap((progress) -> {
			Instant yesterday = this.clock.instant().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(1));
			return this.patrol.usedOn(yesterday, progress, KEYS_A_RUN)
				.flatMap((part) -> Flux.fromIterable(part)
					.concatMap(this::judge)
					.collectList()
					.flatMap(this.alerts::raise)
					.then(Mono.defer(() -> next(progress, part))));
		});
	}

	private Mono<NewAlert> judge(UsedOn used) {
		return this.keys.find(used.key().tenantId(), used.key().keyId())
			.flatMap((key) -> Mono
				.justOrEmpty(Compliance.judge(key, used.protects(), LocalDate.ofInstant(used.day(), ZoneOffset.UTC))))
			.map((found) -> new NewAlert(used.key().tenantId(), null, used.key().keyId(),
					AlertType.COMPLIANCE_VIOLATION, found.severity(), found.message(), used.day(),
					used.day().plus(Duration.ofDays(1))));
	}

	private Mono<Void> next(JobProgress progress, List<UsedOn> part) {
		JobProgress next = (part.size() < KEYS_A_RUN) ? JobProgress.beginning(Instant.EPOCH) : new JobProgress(
				part.getLast().day(), part.getLast().key().tenantId(), part.getLast().key().keyId(), false);
		return next.equals(progress) ? Mono.empty() : this.patrol.save(name(), next);
	}

}
