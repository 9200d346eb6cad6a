package io.qnsp.audit.retention.policy;

import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import io.qnsp.audit.retention.EventScope;
import io.qnsp.audit.retention.LegalMinimums;
import io.qnsp.audit.retention.archive.ArchiveStores;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.tenant.TenantDirectory;
import io.qnsp.core.time.CalendarPeriod;
import reactor.core.publisher.Mono;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Makes, lists and deletes policies.
 */
@Component
final class RetentionPolicies {

	/** Each event is held against all of a tenant's policies. */
	static final int MOST = 100;

	static final String RESOURCE = "retention-policy";

	private static final Period LONGEST = Period.ofYears(1000);

	private final RetentionPolicyRepository repository;

	private final LegalMinimums minimums;

	private final TenantDirectory tenants;

	private final ArchiveStores stores;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	RetentionPolicies(RetentionPolicyRepository repository, LegalMinimums minimums, TenantDirectory tenants,
			ArchiveStores stores, Changes changes, Ids ids, Clock clock) {
		this.repository = repository;
		this.minimums = minimums;
		this.tenants = tenants;
		this.stores = stores;
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
	}

	/**
	 * Makes a policy. The reference does not audit this; but it decides which evidence
	 * goes, so the event is kept, in the transaction of the change.
	 */
	Mono<CreatedPolicy> create(CreatePolicyRequest request, Caller caller, CallAudit audit) {
		request.check(this.stores.names());
		EventScope scope = EventScope.of(request.scope());
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
		RetentionPolicy made = new RetentionPolicy(this.ids.next(), request.checkedName(), request.checkedPeriod(),
				scope, request.archive(), caller.subject(), now);
		describe(made, audit.keep());
		Mono<CreatedPolicy> work = this.repository.insert(caller.tenantId(), made, MOST)
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(() -> QnspException
				.conflict("The tenant has %d retention policies (expected: fewer, to make another)".formatted(MOST))))
			.map((inserted) -> new CreatedPolicy(made.policyId(), made.name(), made.createdAt()));
		return requireLegal(caller.tenantId(), made.retentionPeriod()).then(this.changes.commit(work));
	}

	private Mono<Void> requireLegal(UUID tenantId, CalendarPeriod period) {
		return this.tenants.find(tenantId)
			.map(this.minimums::of)
			.filter((minimum) -> !period.isBetween(minimum, LONGEST))
			.flatMap((minimum) -> Mono.error(QnspException.unprocessable("retentionPeriod",
					"%s (expected: %s or longer, the legal minimum of the tenant's tier and add-ons)".formatted(period,
							minimum))));
	}

	Mono<Page<RetentionPolicy>> list(PageRequest page, Caller caller, CallAudit audit) {
		return this.repository.list(caller.tenantId(), page)
			.map((rows) -> Page.of(rows, page, RetentionPolicy::place))
			.doOnNext((found) -> audit.resource(RESOURCE, "*").detail("count", found.items().size()));
	}

	Mono<RetentionPolicy> read(UUID policyId, Caller caller, CallAudit audit) {
		audit.resource(RESOURCE, policyId);
		return this.repository.find(caller.tenantId(), policyId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("retention policy", policyId)));
	}

	Mono<ResponseEntity<Void>> delete(UUID policyId, Caller caller, CallAudit audit) {
		audit.resource(RESOURCE, policyId);
		ResponseEntity<Void> answer = ResponseEntity.noContent().build();
		Mono<ResponseEntity<Void>> work = this.repository.delete(caller.tenantId(), policyId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("retention policy", policyId)))
			.doOnNext((policy) -> describe(policy, audit))
			.thenReturn(answer);
		return this.changes.commit(work);
	}

	private static void describe(RetentionPolicy policy, CallAudit audit) {
		audit.resource(RESOURCE, policy.policyId())
			.detail("name", policy.name())
			.detail("retentionPeriod", policy.retentionPeriod().toString())
			.detail("eventTypes", policy.scope().eventTypes())
			.detail("services", policy.scope().services())
			.detail("archive", policy.archiveConfig().enabled())
			.detail("destination", policy.archiveConfig().destination());
	}

}
