package io.qnsp.kms.byohsm;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import io.qnsp.core.control.CallAudit;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A call that used an HSM, as the journal holds it. Every event that names a connection
 * and how long its HSM took is one, whichever feature made it.
 *
 * @param tenantId the tenant
 * @param connectionId the connection
 * @param operationId the event's id
 * @param type the event's action, such as {@code sign}
 * @param keyId the key that was used, where there was one
 * @param at when
 * @param succeeded whether the call succeeded
 * @param fault whether the HSM is to blame for the failure, not what the caller sent
 * @param latencyMs how long the HSM took, in milliseconds, waiting included
 */
public record HsmOperation(UUID tenantId, UUID connectionId, UUID operationId, String type, @Nullable UUID keyId,
		Instant at, boolean succeeded, boolean fault, double latencyMs) {

	private static final String SERVICE = "kms";

	private static final String CONNECTION = "hsmConnectionId";

	private static final String KEY = "hsmKeyId";

	private static final String LATENCY = "hsmLatencyMs";

	private static final String PROBLEM = "hsmProblem";

	private static final double ROUNDING = 1000;

	/** What callers do to themselves. */
	private static final Set<String> CALLERS = Set.of(name(Problem.INVALID_INPUT), name(Problem.UNSUPPORTED));

	static void describe(CallAudit audit, UUID connectionId, @Nullable UUID keyId, double latencyMs) {
		// A call of the API may call the HSM several times.
		double before = (audit.detail().get(LATENCY) instanceof Number earlier) ? earlier.doubleValue() : 0;
		audit.detail(CONNECTION, connectionId.toString())
			.detail(KEY, (keyId != null) ? keyId.toString() : null)
			.detail(LATENCY, Math.round((before + latencyMs) * ROUNDING) / ROUNDING);
	}

	static void describeProblem(CallAudit audit, HsmException failure) {
		audit.detail(PROBLEM, name(failure.problem()));
	}

	private static String name(Problem problem) {
		return problem.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Reads an operation.
	 * @param event any event; what other systems append can look like one in its details,
	 * but is of none of the platform's services
	 * @return the operation, or empty when the event used no HSM
	 */
	public static Optional<HsmOperation> read(AuditEvent event) {
		Map<String, Object> detail = event.detail();
		if (!event.service().equals(SERVICE) || !(detail.get(CONNECTION) instanceof String connection)
				|| !(detail.get(LATENCY) instanceof Number latency)) {
			return Optional.empty();
		}
		UUID key = (detail.get(KEY) instanceof String keyId) ? UUID.fromString(keyId) : null;
		boolean fault = detail.get(PROBLEM) instanceof String problem && !CALLERS.contains(problem);
		return Optional.of(new HsmOperation(event.tenantId(), UUID.fromString(connection), event.eventId(),
				event.action(), key, event.timestamp(), event.outcome() == AuditEvent.Outcome.SUCCESS && !fault, fault,
				latency.doubleValue()));
	}

}
