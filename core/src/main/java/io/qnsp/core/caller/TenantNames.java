package io.qnsp.core.caller;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;

/**
 * What a request may say about the tenant beside its credential: nothing, the
 * credential's own, or, for platform roles, another one.
 */
public final class TenantNames {

	/** The headers that name a tenant. */
	public static final List<String> HEADERS = List.of("x-qnsp-tenant", "x-qnsp-tenant-id", "x-tenant-id");

	private TenantNames() {
	}

	/**
	 * The tenant that a caller acts in.
	 * @param caller who calls
	 * @param names every tenant that the request names, each time that it does: a second
	 * header must not slip past the first one
	 * @return the named tenant, or the credential's own when none is named
	 * @throws QnspException a 403 {@code TENANT_MISMATCH} when the caller does not reach
	 * there, or when the names differ
	 */
	public static UUID resolve(Caller caller, List<String> names) {
		if (names.isEmpty()) {
			return caller.homeTenantId();
		}
		String named = names.getFirst();
		UUID tenant = uuid(named);
		if (tenant == null || !caller.maySee(tenant)) {
			throw mismatch(named);
		}
		for (String other : names) {
			if (!other.equalsIgnoreCase(named)) {
				throw mismatch(other);
			}
		}
		return tenant;
	}

	private static @Nullable UUID uuid(String text) {
		try {
			return (text.length() == 36) ? UUID.fromString(text) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static QnspException mismatch(String named) {
		String shown = (named.length() <= 36) ? named : named.substring(0, 36);
		return new QnspException(ErrorCode.TENANT_MISMATCH,
				"The credential belongs to another tenant than the call names", Map.of("tenantId", shown));
	}

}
