package io.qnsp.kms.escrow.agent;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.kms.escrow.model.Principal;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Registers, lists, replaces and removes agents' public keys. Shares that are encrypted
 * to an earlier key stay so until their escrow is refreshed.
 */
@Component
final class EscrowAgentAdministration {

	/** How many agents a tenant may register. */
	private static final int MOST = 1_000;

	private static final String RESOURCE = "kms-escrow-agent";

	private final EscrowAgentRepository repository;

	private final CryptoEngine engine;

	private final Changes changes;

	private final Clock clock;

	EscrowAgentAdministration(EscrowAgentRepository repository, CryptoEngine engine, Changes changes, Clock clock) {
		this.repository = repository;
		this.engine = engine;
		this.changes = changes;
		this.clock = clock;
	}

	Mono<AgentAnswer> register(AgentKeyBody body, Caller caller, CallAudit audit) {
		body.check(null);
		audit.resource(RESOURCE, body.id());
		requireSelfOrAdmin(caller, body.id());
		return validated(body.id(), body, caller, audit).flatMap((agent) -> this.changes
			.commit(this.repository.insert(caller.tenantId(), agent, MOST).flatMap((outcome) -> switch (outcome) {
				case INSERTED -> Mono.just(AgentAnswer.of(agent));
				case THERE -> Mono.error(new QnspException(ErrorCode.ALREADY_EXISTS,
						"Agent %s has a public key (expected: PUT, to replace it)".formatted(agent.agentId())));
				case FULL -> Mono.error(QnspException
					.conflict("The tenant has %d escrow agents (expected: fewer, to add one)".formatted(MOST)));
			})));
	}

	Mono<AgentAnswer> replace(String agentId, AgentKeyBody body, Caller caller, CallAudit audit) {
		audit.resource(RESOURCE, agentId);
		body.check(agentId);
		requireSelfOrAdmin(caller, agentId);
		if (body.agentId() != null && !body.agentId().equals(agentId)) {
			throw QnspException.badRequest("agentId", "another than in the path (expected: the same, or none)");
		}
		return validated(agentId, body, caller, audit)
			.flatMap((agent) -> this.changes.commit(this.repository.update(caller.tenantId(), agent)
				.switchIfEmpty(Mono.error(() -> QnspException.notFound("escrow agent", agentId)))
				.map(AgentAnswer::of)));
	}

	private Mono<Agent> validated(String agentId, AgentKeyBody body, Caller caller, CallAudit audit) {
		audit.detail("algorithm", body.chosen().id());
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
		return this.engine.imports()
			.validatePublicKey(body.chosen(), body.key())
			.onErrorMap(IllegalArgumentException.class,
					(ex) -> QnspException.unprocessable("publicKey", String.valueOf(ex.getMessage())))
			.map((raw) -> new Agent(agentId, body.chosen(), raw, caller.subject(), now, now));
	}

	Mono<EscrowAgentController.AgentList> list(int limit, @Nullable String cursor, Caller caller, CallAudit audit) {
		return this.repository.list(caller.tenantId(), AgentCursor.parse(cursor), limit + 1).map((rows) -> {
			boolean more = rows.size() > limit;
			List<Agent> shown = more ? rows.subList(0, limit) : rows;
			audit.resource(RESOURCE, "*").detail("count", shown.size());
			return new EscrowAgentController.AgentList(shown.stream().map(AgentAnswer::of).toList(), limit,
					more ? AgentCursor.after(shown.getLast()).encode() : null);
		});
	}

	Mono<ResponseEntity<Void>> delete(String agentId, Caller caller, CallAudit audit) {
		audit.resource(RESOURCE, agentId);
		requireName(agentId);
		requireSelfOrAdmin(caller, agentId);
		ResponseEntity<Void> answer = ResponseEntity.noContent().build();
		return this.changes.commit(this.repository.delete(caller.tenantId(), agentId)
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("escrow agent", agentId)))
			.thenReturn(answer));
	}

	private static void requireName(String agentId) {
		if (BoundedText.problem("agentId", agentId, 1, AgentKeyBody.LONGEST_ID) != null) {
			throw QnspException.notFound("escrow agent", "of this form");
		}
	}

	private static void requireSelfOrAdmin(Caller caller, String agentId) {
		if (!caller.isAdmin() && !Principal.of(caller).equals(agentId)) {
			throw new QnspException(ErrorCode.FORBIDDEN,
					"Only an agent itself or an administrator registers its public key", Map.of("agentId", agentId));
		}
	}

}
