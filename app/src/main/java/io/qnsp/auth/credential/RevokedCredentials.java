package io.qnsp.auth.credential;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.qnsp.auth.revocation.CredentialListener;
import io.qnsp.auth.revocation.Revocations;
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
final class RevokedCredentials implements StartUpTask, TailListener, CredentialListener {

	private static final Set<String> REVOCATIONS = Set.of("auth.token.revoke", "auth.api_key.revoke",
			"auth.api_key.delete");

	private static final Set<String> SUBJECT_CHANGES = Set.of("auth.user.update", "auth.service_account.update");

	private final Sql sql;

	private final Clock clock;

	private final CredentialCache cache;

	private final Map<Key, Instant> revoked = new ConcurrentHashMap<>();

	RevokedCredentials(@Qualifier("systemSql") Sql sql, Clock clock, CredentialCache cache) {
		this.sql = sql;
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

	@Override
	public void credentialRevoked(UUID tenantId, String credentialId) {
		Instant now = this.clock.instant();
		this.revoked.values().removeIf((expiry) -> expiry.isBefore(now));
		this.revoked.put(new Key(tenantId, credentialId), now.plus(Revocations.REMEMBERED));
		this.cache.evict(credentialId);
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
			if (resource == null || entry.event().outcome() != Outcome.SUCCESS) {
				continue;
			}
			if (REVOCATIONS.contains(entry.event().eventType())) {
				credentialRevoked(entry.event().tenantId(), resource.id());
			}
			else if (SUBJECT_CHANGES.contains(entry.event().eventType())) {
				subjectChanged(resource.id());
			}
		}
	}

	// Ids of one tenant mean nothing in another.
	private record Key(UUID tenantId, String credentialId) {

	}

}
