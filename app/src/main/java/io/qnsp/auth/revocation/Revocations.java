package io.qnsp.auth.revocation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Writes revocations and tells the listeners of this instance.
 */
@Component
public final class Revocations {

	/** How long a revocation is remembered: longer than any token can live. */
	public static final Duration REMEMBERED = Duration.ofHours(2);

	private final Sql sql;

	private final Clock clock;

	private final ObjectProvider<CredentialListener> listeners;

	Revocations(Sql sql, Clock clock, ObjectProvider<CredentialListener> listeners) {
		this.sql = sql;
		this.clock = clock;
		this.listeners = listeners;
	}

	/**
	 * Writes a revocation in the surrounding transaction.
	 * @param tenantId the credential's tenant
	 * @param credentialId the API key's or token's id
	 * @return completes when it is written; writing it again changes nothing
	 */
	public Mono<Void> write(UUID tenantId, String credentialId) {
		return Mono.defer(() -> {
			Instant now = this.clock.instant();
			return this.sql.query("""
					INSERT INTO revoked_credential (tenant_id, credential_id, revoked_at, expires_at)
					VALUES (:tenant, :credential, :now, :expires)
					ON CONFLICT (tenant_id, credential_id) DO NOTHING
					""")
				.bind("tenant", tenantId)
				.bind("credential", credentialId)
				.bind("now", now)
				.bind("expires", now.plus(REMEMBERED))
				.update()
				.then();
		});
	}

	/**
	 * Tells this instance of a committed revocation.
	 * @param tenantId the credential's tenant
	 * @param credentialId the API key's or token's id
	 */
	public void announceRevoked(UUID tenantId, String credentialId) {
		this.listeners.orderedStream().forEach((listener) -> listener.credentialRevoked(tenantId, credentialId));
	}

	/**
	 * Tells this instance of a committed change of a user or service account.
	 * @param subjectId the user's or service account's id
	 */
	public void announceChanged(String subjectId) {
		this.listeners.orderedStream().forEach((listener) -> listener.subjectChanged(subjectId));
	}

}
