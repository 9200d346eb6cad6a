package io.qnsp.kms.escrow.policy;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import io.qnsp.kms.escrow.model.Principal;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Makes, lists, reads and changes policies. The reference declares no admin control for
 * them, so the role of whoever makes or changes one is checked here: it decides who can
 * bring keys back.
 */
@Component
final class EscrowPolicyAdministration {

	/** How many policies a tenant may have. */
	private static final int MOST = 1_000;

	private static final String RESOURCE = "kms-escrow-policy";

	private final EscrowPolicyRepository repository;

	private final LiveAgents agents;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	EscrowPolicyAdministration(EscrowPolicyRepository repository, LiveAgents agents, Changes changes, Ids ids,
			Clock clock) {
		this.repository = repository;
		this.agents = agents;
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
	}

	Mono<PolicyAnswer.Created> create(PolicyBody body, Caller caller, CallAudit audit) {
		Principal.requireAdmin(caller);
		body.check(true);
		EscrowPolicy made = body.create(this.ids.next(), now());
		describe(made, audit);
		return this.changes.commit(this.agents.requireNamed(caller.tenantId(), made.quorum())
			.then(Mono.defer(() -> this.repository.insert(caller.tenantId(), made, MOST)))
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(() -> QnspException
				.conflict("The tenant has %d escrow policies (expected: fewer, to make another)".formatted(MOST))))
			.map((inserted) -> new PolicyAnswer.Created(made.policyId(), made.name(), made.createdAt())));
	}

	Mono<PolicyAnswer.PolicyList> list(PageRequest page, Caller caller, CallAudit audit) {
		return this.repository.list(caller.tenantId(), page)
			.map((rows) -> Page.of(rows, page, EscrowPolicy::place))
			.map((found) -> {
				audit.resource(RESOURCE, "*").detail("count", found.items().size());
				return new PolicyAnswer.PolicyList(found.items().stream().map(PolicyAnswer.Summary::of).toList(),
						page.limit(), found.nextCursor());
			});
	}

	Mono<PolicyAnswer> read(UUID policyId, Caller caller, CallAudit audit) {
		audit.resource(RESOURCE, policyId);
		return this.repository.find(caller.tenantId(), policyId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("escrow policy", policyId)))
			.map(PolicyAnswer::of);
	}

	Mono<PolicyAnswer.Updated> change(UUID policyId, PolicyBody body, Caller caller, CallAudit audit) {
		audit.resource(RESOURCE, policyId);
		Principal.requireAdmin(caller);
		body.check(false);
		return this.changes.commit(this.repository.lock(caller.tenantId(), policyId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("escrow policy", policyId)))
			.map((before) -> body.change(before, now()))
			.doOnNext((after) -> describe(after, audit))
			.delayUntil((after) -> (body.escrowAgents() != null)
					? this.agents.requireNamed(caller.tenantId(), after.quorum()) : Mono.empty())
			.flatMap((after) -> this.repository.update(caller.tenantId(), after)
				.thenReturn(new PolicyAnswer.Updated(policyId, after.updatedAt()))));
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

	private static void describe(EscrowPolicy policy, CallAudit audit) {
		audit.resource(RESOURCE, policy.policyId())
			.detail("name", policy.name())
			.detail("keyTypes", policy.keys().types())
			.detail("holders", policy.quorum().holders())
			.detail("witnesses", policy.quorum().witnesses())
			.detail("recoveryThreshold", policy.quorum().threshold())
			.detail("retentionPeriod", policy.retention().toString());
	}

}
