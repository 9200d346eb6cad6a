package io.qnsp.audit.retention.hold;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent.Severity;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Makes, lists and releases holds.
 */
@Component
final class LegalHolds {

	/** Each event is held against all active ones of a tenant. */
	static final int MOST_ACTIVE = 200;

	static final String RESOURCE = "legal-hold";

	private final LegalHoldRepository repository;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	LegalHolds(LegalHoldRepository repository, Changes changes, Ids ids, Clock clock) {
		this.repository = repository;
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
	}

	Mono<LegalHold> create(CreateHoldRequest request, Caller caller, CallAudit audit) {
		request.check();
		LegalHold made = request.hold(this.ids.next(), caller.subject(), now());
		describe(made, audit);
		return this.changes.commit(this.repository.insert(caller.tenantId(), made, MOST_ACTIVE)
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(() -> QnspException.conflict(
					"The tenant has %d active legal holds (expected: fewer, to make another)".formatted(MOST_ACTIVE))))
			.thenReturn(made));
	}

	Mono<Page<LegalHold>> list(PageRequest page, Caller caller, CallAudit audit) {
		return this.repository.list(caller.tenantId(), page)
			.map((rows) -> Page.of(rows, page, LegalHold::place))
			.doOnNext((found) -> audit.resource(RESOURCE, "*").detail("count", found.items().size()));
	}

	Mono<LegalHold> release(UUID holdId, ReleaseHoldRequest request, Caller caller, CallAudit audit) {
		audit.resource(RESOURCE, holdId).severity(Severity.WARNING);
		LegalHold.Release release = new LegalHold.Release(caller.subject(), now(), request.checked());
		return this.changes.commit(this.repository.lock(caller.tenantId(), holdId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("legal hold", holdId)))
			.doOnNext((hold) -> describe(hold, audit))
			.filter((hold) -> hold.status() == LegalHold.Status.ACTIVE)
			.switchIfEmpty(Mono.error(() -> QnspException
				.conflict("Legal hold %s is released (expected: an active one)".formatted(holdId))))
			.flatMap((hold) -> this.repository.release(caller.tenantId(), holdId, release)
				.thenReturn(new LegalHold(holdId, hold.name(), hold.reason(), LegalHold.Status.RELEASED, hold.scope(),
						hold.from(), hold.until(), hold.resourceId(), hold.actorId(), hold.createdBy(),
						hold.createdAt(), release))));
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

	private static void describe(LegalHold hold, CallAudit audit) {
		audit.resource(RESOURCE, hold.holdId())
			.detail("name", hold.name())
			.detail("eventTypes", hold.scope().eventTypes())
			.detail("services", hold.scope().services())
			.detail("resourceId", hold.resourceId())
			.detail("actorId", hold.actorId())
			.detail("from", (hold.from() != null) ? hold.from().toString() : null)
			.detail("until", (hold.until() != null) ? hold.until().toString() : null);
	}

}
