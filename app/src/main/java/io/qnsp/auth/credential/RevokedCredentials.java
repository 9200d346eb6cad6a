package io.qnsp.auth.credential;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.qnsp.auth.revocation.CredentialListener;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.journal.AuditEvent.Outcome;
import io.qnsp.core.journal.AuditEvent.Resource;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.TailListener;
import io.qnsp.core.lifecycle.StartUpTask;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The credentials that were revoked before they expired, in memory on every instance:
 * loaded at start-up, then kept up to date by the journal. An entry is needed only as
 * long as a token could still be valid.
 */
@Component
@Order(20)
public final class RevokedCredentials implements StartUpTask, TailListener, CredentialListener {

	/** How long a revocation is remembered: longer than any token lives. */
	public static final Duration REMEMBERED = Duration.ofHours(2);

	private static final Set<String> EVENTS = Set.of("auth.token.revoke", "auth.api_key.revoke",
			"auth.api_key.delete");

	private final Sql sql;

	private final Sql tenantSql;

	private final Clock clock;

	private final CredentialCache cache;

	private final Map<Key, Instant> revoked = new ConcurrentHashMap<>();

	RevokedCredentials(@Qualifier("systemSql") Sql sql, Sql tenantSql, Clock clock, CredentialCache cache) {
		this.sql = sql;
		this.tenantSql = tenantSql;
		this.clock = clock;
		this.cache = cache;
	}

	@Override
	public Mono<Void> prepare() {
		return this.sql.query("""
				SELECT tenant_id, credential_id, expires_at FROM revoked_credential WHERE expires_at > :now
				""")
			.bind("now", this.clock.instant())
			.all((row) -> Map.entry(
					new Key(Objects.requireNonNull(row.get("tenant_id", UUID.class)),
							Objects.requireNonNull(row.get("credential_id", String.class))),
					Objects.requireNonNull(row.get("expires_at", Instant.class))))
			.doOnNext((entry) -> this.revoked.put(entry.getKey(), entry.getValue()))
			.then();
	}

	/**
	 * Writes a revocation in the surrounding transaction of the credential's tenant.
	 * @param tenantId the credential's tenant
	 * @param credentialId the token's or API key's id
	 * @return completes when it is written
	 */
	public Mono<Void> write(UUID tenantId, String credentialId) {
		Instant now = this.clock.instant();
		return this.tenantSql.query("""
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
	}

	/**
	 * Applies a committed revocation on this instance at once; the others follow by the
	 * journal.
	 * @param tenantId the credential's tenant
	 * @param credentialId the token's or API key's id
	 */
	public void apply(UUID tenantId, String credentialId) {
		Instant now = this.clock.instant();
		this.revoked.values().removeIf((expiry) -> expiry.isBefore(now));
		this.revoked.put(new Key(tenantId, credentialId), now.plus(REMEMBERED));
		this.cache.evict(credentialId);
	}

	@Override
	public void credentialRevoked(UUID tenantId, String credentialId) {
		apply(tenantId, credentialId);
	}

	@Override
	public void subjectChanged(String subjectId) {
		this.cache.evictSubject(subjectId);
	}

	/**
	 * Whether a verified credential, or the API key it was issued for, is revoked.
	 */
	boolean includes(Caller caller) {
		return this.revoked.containsKey(new Key(caller.homeTenantId(), caller.credentialId()))
				|| this.revoked.containsKey(new Key(caller.homeTenantId(), caller.clientId()));
	}

	@Override
	public void onEntries(List<JournalEntry> entries) {
		for (JournalEntry entry : entries) {
			Resource resource = entry.event().resource();
			if (resource != null && entry.event().outcome() == Outcome.SUCCESS
					&& EVENTS.contains(entry.event().eventType())) {
				apply(entry.event().tenantId(), resource.id());
			}
		}
	}

	// Ids of one tenant mean nothing in another.
	private record Key(UUID tenantId, String credentialId) {

	}

}
