package io.qnsp.kms.escrow.agent;

import java.util.List;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.tenant.AddOn;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Agents' public keys over HTTP.
 */
@RestController
final class EscrowAgentController {

	private static final String FEATURE = "kms.key-escrow";

	private final EscrowAgentAdministration agents;

	EscrowAgentController(EscrowAgentAdministration agents) {
		this.agents = agents;
	}

	/**
	 * A part of the list of agents.
	 *
	 * @param agents the agents, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record AgentList(List<AgentAnswer> agents, int limit, @Nullable String nextCursor) {

	}

	@PostMapping("/kms/v1/escrow/agents")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.escrow_agent.create", feature = FEATURE,
			addOn = AddOn.KEY_ESCROW)
	Mono<AgentAnswer> register(@RequestBody AgentKeyBody body, Caller caller, CallAudit audit) {
		return this.agents.register(body, caller, audit);
	}

	@GetMapping("/kms/v1/escrow/agents")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.escrow_agent.list", feature = FEATURE,
			addOn = AddOn.KEY_ESCROW)
	Mono<AgentList> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor, Caller caller,
			CallAudit audit) {
		return this.agents.list(PageRequest.of(limit, null, null).limit(), cursor, caller, audit);
	}

	@PutMapping("/kms/v1/escrow/agents/{agentId}")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.escrow_agent.update", feature = FEATURE,
			addOn = AddOn.KEY_ESCROW)
	Mono<AgentAnswer> replace(@PathVariable String agentId, @RequestBody AgentKeyBody body, Caller caller,
			CallAudit audit) {
		return this.agents.replace(agentId, body, caller, audit);
	}

	@DeleteMapping("/kms/v1/escrow/agents/{agentId}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.escrow_agent.delete", feature = FEATURE,
			addOn = AddOn.KEY_ESCROW)
	Mono<ResponseEntity<Void>> delete(@PathVariable String agentId, Caller caller, CallAudit audit) {
		return this.agents.delete(agentId, caller, audit);
	}

}
