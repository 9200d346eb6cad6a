package io.qnsp.core.journal;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.id.Ids;

/**
 * Events to test with.
 */
public final class Events {

	public static final UUID TENANT = UUID.fromString("0190a000-0000-7000-8000-000000000001");

	public static final UUID OTHER_TENANT = UUID.fromString("0190a000-0000-7000-8000-000000000002");

	private static final Ids IDS = new Ids(Clock.systemUTC());

	private static final Instant TIME = Instant.parse("2026-11-24T10:15:30.123Z");

	private Events() {
	}

	public static AuditEvent of(UUID tenantId, String eventType) {
		return billed(tenantId, eventType, null);
	}

	public static AuditEvent of(String eventType) {
		return of(TENANT, eventType);
	}

	public static AuditEvent billed(UUID tenantId, String eventType, AuditEvent.Usage usage) {
		return new AuditEvent(IDS.next(), eventType, "auth", AuditEvent.Severity.INFO, TIME, tenantId,
				new AuditEvent.Actor(ActorType.USER, "user-1", "192.0.2.1", tenantId),
				new AuditEvent.Resource("risk-policy", "policy-1"), "create", AuditEvent.Outcome.SUCCESS, 201,
				new AuditEvent.Context("request-1", "agent/1.0", "client-1", "api"), usage,
				Map.of("score", 42, "level", "low"));
	}

	public static AuditEvent withDetail(Map<String, Object> detail) {
		AuditEvent e = of("auth.risk.evaluate");
		return new AuditEvent(e.eventId(), e.eventType(), e.service(), e.severity(), e.timestamp(), e.tenantId(),
				e.actor(), e.resource(), e.action(), e.outcome(), e.statusCode(), e.context(), e.usage(), detail);
	}

	public static AuditEvent withAction(String action) {
		AuditEvent e = of("auth.risk.evaluate");
		return new AuditEvent(e.eventId(), e.eventType(), e.service(), e.severity(), e.timestamp(), e.tenantId(),
				e.actor(), e.resource(), action, e.outcome(), e.statusCode(), e.context(), e.usage(), e.detail());
	}

	public static AuditEvent withTexts(String text) {
		AuditEvent e = of("auth.risk.evaluate");
		return new AuditEvent(e.eventId(), e.eventType(), e.service(), e.severity(), e.timestamp(), e.tenantId(),
				new AuditEvent.Actor(ActorType.SERVICE, text, text, e.tenantId()),
				new AuditEvent.Resource("risk-policy", text), e.action(), AuditEvent.Outcome.FAILURE, 400,
				new AuditEvent.Context(text, text, text, "api"), e.usage(), Map.of(text, text));
	}

}
