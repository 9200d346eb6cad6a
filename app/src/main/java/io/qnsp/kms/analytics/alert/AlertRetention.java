package io.qnsp.kms.analytics.alert;

import java.time.Duration;

import io.qnsp.core.lifecycle.PeriodicJob;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Removes alerts that are as old as the oldest usage.
 */
@Component
final class AlertRetention implements PeriodicJob {

	private static final Duration KEPT = Duration.ofDays(400);

	private final RaisedAlertRepository alerts;

	AlertRetention(RaisedAlertRepository alerts) {
		this.alerts = alerts;
	}

	@Override
	public String name() {
		return "kms-alert-retention";
	}

	@Override
	public Duration interval() {
		return Duration.ofMinutes(10);
	}

	@Override
	public Mono<Void> run() {
		return Mono.defer(() -> this.alerts.removeOlderThan(KEPT));
	}

}
