package io.qnsp.auth.risk.policy;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import io.qnsp.auth.risk.policy.PolicyRepository.Stored;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Creates, lists and changes policies.
 */
@Component
final class PolicyAdministration {

	/** Every evaluation walks through all of a tenant's policies. */
	static final int MAX_POLICIES = 200;

	private final PolicyRepository repository;

	private final RememberedPolicies remembered;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	PolicyAdministration(PolicyRepository repository, RememberedPolicies remembered, Changes changes, Ids ids,
			Clock clock) {
		this.repository = repository;
		this.remembered = remembered;
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
	}

	Mono<Policy> create(PolicyBody body, Caller caller, CallAudit audit) {
		PolicyContent content = body.create();
		Instant now = now();
		Stored made = new Stored(this.ids.next(), content, now, now);
		describe(made, audit);
		Mono<Policy> work = this.repository.insert(caller.tenantId(), made, MAX_POLICIES)
			.flatMap((inserted) -> inserted ? Mono.just(made.policy()) : Mono.error(QnspException
				.conflict("The tenant has %d risk policies (expected: fewer, to add one)".formatted(MAX_POLICIES))));
		return forgetting(caller, this.changes.commit(work));
	}

	Mono<PolicyController.PolicyList> list(@Nullable Boolean enabled, PageRequest page, Caller caller,
			CallAudit audit) {
		return Mono.zip(this.repository.list(caller.tenantId(), enabled, page),
				this.repository.count(caller.tenantId(), enabled), (rows, total) -> {
					Page<Policy> found = Page.of(rows.stream().map(Stored::policy).toList(), page, Policy::place);
					audit.resource("risk-policy", "*").detail("count", found.items().size());
					return new PolicyController.PolicyList(found.items(), total, page.limit(), page.offset(),
							found.nextCursor());
				});
	}

	Mono<Policy> read(UUID policyId, Caller caller, CallAudit audit) {
		audit.resource("risk-policy", policyId);
		return this.repository.find(caller.tenantId(), policyId)
			.map(Stored::policy)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("risk policy", policyId)));
	}

	Mono<Policy> change(UUID policyId, PolicyBody body, Caller caller, CallAudit audit) {
		audit.resource("risk-policy", policyId);
		body.check(false);
		Mono<Policy> work = this.repository.lock(caller.tenantId(), policyId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("risk policy", policyId)))
			.map((before) -> new Stored(policyId, body.change(before.content()), before.createdAt(), now()))
			.doOnNext((after) -> describe(after, audit))
			.flatMap((after) -> this.repository.update(caller.tenantId(), after).thenReturn(after.policy()));
		return forgetting(caller, this.changes.commit(work));
	}

	Mono<ResponseEntity<Void>> delete(UUID policyId, Caller caller, CallAudit audit) {
		audit.resource("risk-policy", policyId);
		ResponseEntity<Void> answer = ResponseEntity.noContent().build();
		Mono<ResponseEntity<Void>> work = this.repository.delete(caller.tenantId(), policyId)
			.flatMap((deleted) -> deleted ? Mono.just(answer)
					: Mono.error(QnspException.notFound("risk policy", policyId)));
		return forgetting(caller, this.changes.commit(work));
	}

	private <T> Mono<T> forgetting(Caller caller, Mono<T> committed) {
		return committed.doOnSuccess((done) -> this.remembered.forget(caller.tenantId()));
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
	}

	private static void describe(Stored policy, CallAudit audit) {
		PolicyContent content = policy.content();
		audit.resource("risk-policy", policy.policyId())
			.detail("name", content.name())
			.detail("enabled", content.enabled())
			.detail("riskScoreThreshold", content.conditions().riskScoreThreshold())
			.detail("countries", content.conditions().geoRestrictions().stream().sorted().toList())
			.detail("hours", hours(content))
			.detail("onHighRisk", content.actions().onHighRisk().wireName());
	}

	private static String hours(PolicyContent content) {
		return (content.conditions().timeRestrictions() == null) ? "any"
				: content.conditions().timeRestrictions().start() + "-" + content.conditions().timeRestrictions().end()
						+ " " + content.conditions().timeRestrictions().zone();
	}

}
