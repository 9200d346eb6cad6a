package io.qnsp.audit.retention.volume;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

import io.qnsp.audit.retention.RetentionTurn;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Retention metrics over HTTP.
 */
@RestController
final class RetentionMetricsController {

	private final VolumeRepository volumes;

	private final Clock clock;

	RetentionMetricsController(VolumeRepository volumes, Clock clock) {
		this.volumes = volumes;
		this.clock = clock;
	}

	@GetMapping("/v1/retention/metrics")
	@Controls(value = Control.ENTITLEMENTS, event = "audit.retention_metrics.read", feature = RetentionTurn.FEATURE)
	Mono<RetentionMetrics> read(Caller caller) {
		return this.volumes.metrics(caller.tenantId(), LocalDate.ofInstant(this.clock.instant(), ZoneOffset.UTC));
	}

}
