package io.qnsp.kms.analytics.alert;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Lists and acknowledges alerts.
 */
@Component
final class Alerts {

	private final AlertRepository repository;

	private final Changes changes;

	private final Clock clock;

	Alerts(AlertRepository repository, Changes changes, Clock clock) {
		this.repository = repository;
		this.changes = changes;
		this.clock = clock;
	}

	Mono<Page<UsageAlert>> list(UUID tenantId, PageRequest page) {
		return this.repository.list(tenantId, page).map((rows) -> Page.of(rows, page, UsageAlert::place));
	}

	Mono<AcknowledgedAlert> acknowledge(UUID alertId, Caller caller, CallAudit audit) {
		audit.resource("kms-usage-alert", alertId);
		return this.changes.commit(this.repository
			.acknowledge(caller.tenantId(), alertId, caller.subject(),
					this.clock.instant().truncatedTo(ChronoUnit.MICROS))
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("alert", alertId))));
	}

}
