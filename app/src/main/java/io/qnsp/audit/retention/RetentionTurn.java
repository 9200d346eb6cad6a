package io.qnsp.audit.retention;

import java.util.UUID;

import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

/**
 * What the parts of the feature share.
 */
public final class RetentionTurn {

	/** The entitlement feature. */
	public static final String FEATURE = "audit.retention";

	private static final String TURN = "audit-retention";

	private RetentionTurn() {
	}

	/**
	 * Waits until no deletion of the tenant runs, and keeps others from beginning until
	 * the surrounding transaction ends: what it commits is seen by every later one. The
	 * database's function {@code delete_audit_events} takes the same turn.
	 * @param sql the tenant's access
	 * @param tenantId the tenant
	 * @return completes when it is this transaction's turn
	 */
	public static Mono<Void> take(Sql sql, UUID tenantId) {
		return sql.oneAtATime(TURN, tenantId);
	}

}
