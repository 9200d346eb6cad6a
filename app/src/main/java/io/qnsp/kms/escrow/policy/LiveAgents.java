package io.qnsp.kms.escrow.policy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import io.qnsp.auth.subject.Principals;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.kms.escrow.model.Quorum;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Whether agents can act: a key whose agents can't fetch and submit their shares is never
 * recovered. An agent may still leave after it was looked at here.
 */
@Component
public final class LiveAgents {

	private static final String EXPECTED = "%s (expected: the id, in lower case, of an active user or service account of the tenant with a role that may write)";

	private final Principals principals;

	LiveAgents(Principals principals) {
		this.principals = principals;
	}

	/**
	 * Refuses agents of a request who can't act.
	 * @param tenantId the tenant
	 * @param quorum the agents
	 * @return completes when all can; a 422 that names each
	 * {@code escrowAgents[i].agentId}
	 */
	Mono<Void> requireNamed(UUID tenantId, Quorum quorum) {
		return unfit(tenantId, quorum).flatMap((unfit) -> {
			Map<String, Object> details = new TreeMap<>();
			unfit.forEach((index) -> details.put("escrowAgents[" + index + "].agentId",
					EXPECTED.formatted(quorum.agentIds().get(index))));
			return Mono.error(
					new QnspException(ErrorCode.UNPROCESSABLE_ENTITY, "Agents who can't act for an escrow", details));
		});
	}

	/**
	 * Refuses a policy whose agents can't act any more.
	 * @param tenantId the tenant
	 * @param policy the policy
	 * @return completes when all can; a 409 that names those who can't
	 */
	public Mono<Void> require(UUID tenantId, EscrowPolicy policy) {
		return unfit(tenantId, policy.quorum()).flatMap((unfit) -> Mono.error(QnspException
			.conflict("Agents of the policy %s can't act: ".formatted(policy.policyId()) + EXPECTED.formatted(String
				.join(", ", unfit.stream().map((index) -> policy.quorum().agentIds().get(index)).toList())))));
	}

	private Mono<List<Integer>> unfit(UUID tenantId, Quorum quorum) {
		List<String> agents = quorum.agentIds();
		return Flux.range(0, agents.size())
			.concatMap((index) -> canAct(tenantId, agents.get(index)).filter((able) -> !able).map((able) -> index))
			.collectList()
			.filter((found) -> !found.isEmpty());
	}

	private Mono<Boolean> canAct(UUID tenantId, String agentId) {
		return Mono.fromSupplier(() -> UUID.fromString(agentId))
			.onErrorComplete(IllegalArgumentException.class)
			.filter((id) -> id.toString().equals(agentId))
			.flatMap((id) -> this.principals.mayWrite(tenantId, id))
			.defaultIfEmpty(false);
	}

}
