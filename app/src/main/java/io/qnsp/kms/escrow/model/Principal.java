package io.qnsp.kms.escrow.model;

import java.util.Map;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;

/**
 * Who takes part in an escrow: subjects of the tenant itself, each for itself.
 */
public final class Principal {

	private Principal() {
	}

	/**
	 * The subject that calls.
	 * @param caller who calls
	 * @return its subject
	 * @throws QnspException a 403 for operators of the platform, whose subjects are not
	 * the tenant's
	 */
	public static String of(Caller caller) {
		if (!caller.homeTenantId().equals(caller.tenantId())) {
			throw new QnspException(ErrorCode.FORBIDDEN, "Only the tenant's own subjects take part in an escrow",
					Map.of("tenantId", caller.tenantId().toString()));
		}
		return caller.subject();
	}

	/**
	 * Refuses callers who do not administer the tenant: who makes policies and new shares
	 * decides who can bring keys back.
	 * @param caller who calls
	 * @throws QnspException a 403
	 */
	public static void requireAdmin(Caller caller) {
		if (!caller.isAdmin()) {
			throw new QnspException(ErrorCode.FORBIDDEN, "The call needs the role admin or owner",
					Map.of("role", "admin"));
		}
	}

	/**
	 * Refuses everybody but an agent itself: no role stands in for it.
	 * @param caller who calls
	 * @param agentId the agent
	 * @throws QnspException a 403
	 */
	public static void requireAgent(Caller caller, String agentId) {
		if (!of(caller).equals(agentId)) {
			throw new QnspException(ErrorCode.FORBIDDEN,
					"Only the agent itself may do this, whatever the caller's role", Map.of("agentId", agentId));
		}
	}

}
