package io.qnsp.app.pipeline;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.AuditEvent.Actor;
import io.qnsp.core.journal.AuditEvent.Context;
import io.qnsp.core.journal.AuditEvent.Outcome;
import io.qnsp.core.journal.AuditEvent.Severity;
import io.qnsp.core.journal.AuditEvent.Usage;
import io.qnsp.core.tenant.PlatformTenant;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Makes audit events of calls. Holds only what is named here or by the handler.
 */
@Component
final class CallEvents {

	private static final int MAX_USER_AGENT = 256;

	private static final int MAX_PATH = 200;

	private final Ids ids;

	private final Clock clock;

	CallEvents(Ids ids, Clock clock) {
		this.ids = ids;
		this.clock = clock;
	}

	AuditEvent success(Call call, int status) {
		CallAudit audit = call.audit();
		Endpoint endpoint = call.endpoint();
		Usage usage = endpoint.demands(Control.METERING) ? new Usage(endpoint.billable(), audit.units()) : null;
		return of(call, audit.severity(), Outcome.SUCCESS, status, usage, audit.detail());
	}

	AuditEvent replayed(Call call, int status) {
		return of(call, Severity.INFO, Outcome.SUCCESS, status, null, Map.of("replayed", true));
	}

	AuditEvent failure(Call call, QnspException problem) {
		Map<String, Object> detail = new HashMap<>(call.audit().detail());
		detail.put("error", problem.code().name());
		return of(call, severityOf(problem), outcomeOf(problem), problem.code().status(), null, detail);
	}

	/**
	 * The event of a request that reached no handler.
	 */
	AuditEvent unmatched(ServerWebExchange exchange, @Nullable Caller caller, QnspException problem) {
		String path = exchange.getRequest().getPath().value();
		Map<String, Object> detail = Map.of("error", problem.code().name(), "method",
				exchange.getRequest().getMethod().name(), "path",
				(path.length() <= MAX_PATH) ? path : path.substring(0, MAX_PATH));
		String type = (problem.code().status() == 401) ? "platform.credential.refuse" : "platform.request.refuse";
		return new AuditEvent(this.ids.next(), type, PlatformServices.NONE, severityOf(problem),
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS),
				(caller != null) ? caller.tenantId() : PlatformTenant.ID, actorOf(exchange, caller), null, "refuse",
				outcomeOf(problem), problem.code().status(), contextOf(exchange, caller), null, detail);
	}

	private AuditEvent of(Call call, Severity severity, Outcome outcome, int status, @Nullable Usage usage,
			Map<String, Object> detail) {
		CallAudit audit = call.audit();
		Endpoint endpoint = call.endpoint();
		Caller caller = (audit.caller() != null) ? audit.caller() : call.caller();
		String type = (audit.eventType() != null && outcome == Outcome.SUCCESS) ? audit.eventType() : endpoint.event();
		return new AuditEvent(this.ids.next(), type, endpoint.service(), severity,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS),
				(caller != null) ? caller.tenantId() : PlatformTenant.ID, actorOf(call.exchange(), caller),
				audit.resource(), type.substring(type.lastIndexOf('.') + 1), outcome, status,
				contextOf(call.exchange(), caller), usage, detail);
	}

	private static Actor actorOf(ServerWebExchange exchange, @Nullable Caller caller) {
		String address = Call.addressOf(exchange);
		return (caller != null) ? new Actor(caller.actorType(), caller.subject(), address, caller.homeTenantId())
				: new Actor(ActorType.SYSTEM, "anonymous", address, PlatformTenant.ID);
	}

	private static Context contextOf(ServerWebExchange exchange, @Nullable Caller caller) {
		String agent = exchange.getRequest().getHeaders().getFirst(HttpHeaders.USER_AGENT);
		String bounded = (agent != null && agent.length() > MAX_USER_AGENT) ? agent.substring(0, MAX_USER_AGENT)
				: agent;
		return new Context(io.qnsp.app.web.RequestId.of(exchange), bounded, (caller != null) ? caller.clientId() : null,
				"api");
	}

	private static Outcome outcomeOf(QnspException problem) {
		return problem.code().isDenial() ? Outcome.DENIED : Outcome.FAILURE;
	}

	private static Severity severityOf(QnspException problem) {
		return (problem.code().status() == 500) ? Severity.CRITICAL : Severity.WARNING;
	}

}
