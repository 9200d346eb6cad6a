package io.qnsp.kms.agility.migration.run;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.kms.agility.migration.model.MigrationPlan;
import io.qnsp.kms.agility.migration.model.PlanItem;

import org.springframework.stereotype.Component;

/**
 * Events of what happens to plans without a call. The move of a key leaves
 * {@code kms.key.upgrade}, which the keys write.
 */
@Component
final class PlanEvents {

	private static final String SOURCE = "kms-migration";

	private final Ids ids;

	private final Clock clock;

	PlanEvents(Ids ids, Clock clock) {
		this.ids = ids;
		this.clock = clock;
	}

	AuditEvent completed(UUID tenantId, MigrationPlan plan) {
		return event(tenantId, plan, "complete", AuditEvent.Outcome.SUCCESS, 200, Map.of("name", plan.name()));
	}

	AuditEvent blocked(UUID tenantId, MigrationPlan plan, PlanItem item, String reason) {
		return event(tenantId, plan, "block_key", AuditEvent.Outcome.FAILURE, 409,
				Map.of("keyId", item.keyId().toString(), "reason", reason));
	}

	private AuditEvent event(UUID tenantId, MigrationPlan plan, String action, AuditEvent.Outcome outcome, int status,
			Map<String, Object> detail) {
		AuditEvent.Severity severity = (outcome == AuditEvent.Outcome.SUCCESS) ? AuditEvent.Severity.INFO
				: AuditEvent.Severity.WARNING;
		return new AuditEvent(this.ids.next(), "kms.migration_plan." + action, "kms", severity,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), tenantId,
				new AuditEvent.Actor(ActorType.SYSTEM, SOURCE, null, tenantId),
				new AuditEvent.Resource("migration-plan", plan.planId().toString()), action, outcome, status,
				new AuditEvent.Context(plan.planId().toString(), null, null, SOURCE), null, detail);
	}

}
