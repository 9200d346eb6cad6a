package io.qnsp.audit.retention.cleanup;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Events of what cleanups do beside their calls: each transaction that deletes has one,
 * so that no event goes without a trace in the same commit.
 */
@Component
public final class CleanupEvents {

	private static final String SOURCE = "audit-retention";

	private static final String RESOURCE = "retention-execution";

	private final Ids ids;

	private final Clock clock;

	CleanupEvents(Ids ids, Clock clock) {
		this.ids = ids;
		this.clock = clock;
	}

	AuditEvent deleted(UUID tenantId, Execution execution, Totals done) {
		return event(tenantId, execution, "delete", AuditEvent.Outcome.SUCCESS, detail(execution, done, null));
	}

	/**
	 * A cleanup that went on after its call, or had none, has ended.
	 * @param tenantId the tenant
	 * @param execution the execution as it ended
	 * @return the event
	 */
	public AuditEvent ended(UUID tenantId, Execution execution) {
		AuditEvent.Outcome outcome = (execution.failure() != null) ? AuditEvent.Outcome.FAILURE
				: AuditEvent.Outcome.SUCCESS;
		return event(tenantId, execution, (execution.failure() != null) ? "fail" : "complete", outcome,
				detail(execution, execution.totals(), execution.failure()));
	}

	static void describe(Totals totals, CallAudit audit) {
		fields(totals).forEach(audit::detail);
	}

	private static Map<String, Object> detail(Execution execution, Totals totals, @Nullable String failure) {
		Map<String, Object> detail = new LinkedHashMap<>(fields(totals));
		detail.put("trigger", execution.trigger().wireName());
		detail.put("startedBy", execution.startedBy());
		if (execution.policyId() != null) {
			detail.put("policyId", execution.policyId().toString());
		}
		if (failure != null) {
			detail.put("reason", failure);
		}
		return detail;
	}

	private static Map<String, Object> fields(Totals totals) {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("eventsProcessed", totals.processed());
		fields.put("eventsDeleted", totals.deleted());
		fields.put("eventsArchived", totals.archived());
		fields.put("bytesReclaimed", totals.bytes());
		if (totals.oldest() != null) {
			fields.put("oldestEvent", totals.oldest().toString());
		}
		if (totals.newest() != null) {
			fields.put("newestEvent", totals.newest().toString());
		}
		return fields;
	}

	private AuditEvent event(UUID tenantId, Execution execution, String action, AuditEvent.Outcome outcome,
			Map<String, Object> detail) {
		boolean done = outcome == AuditEvent.Outcome.SUCCESS;
		return new AuditEvent(this.ids.next(), "audit.retention_execution." + action, "audit",
				done ? AuditEvent.Severity.INFO : AuditEvent.Severity.WARNING,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), tenantId,
				new AuditEvent.Actor(ActorType.SYSTEM, SOURCE, null, tenantId),
				new AuditEvent.Resource(RESOURCE, execution.executionId().toString()), action, outcome,
				done ? 200 : 500, new AuditEvent.Context(execution.executionId().toString(), null, null, SOURCE), null,
				detail);
	}

}
