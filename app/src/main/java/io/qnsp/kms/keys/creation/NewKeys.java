package io.qnsp.kms.keys.creation;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.kms.keys.KeyUse;
import io.qnsp.kms.keys.reading.Key;
import io.qnsp.kms.keys.store.KeyRepository;
import io.qnsp.kms.keys.store.StoredKey;
import io.qnsp.kms.keys.store.StoredVersion;
import io.qnsp.kms.keys.store.VersionRepository;
import reactor.core.publisher.Mono;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/**
 * Adds keys.
 */
@Component
public final class NewKeys {

	/** The quota resource that a key uses until it is destroyed. */
	public static final String QUOTA = "kms.keys";

	private final KeyRepository keys;

	private final VersionRepository versions;

	private final Ids ids;

	private final Clock clock;

	NewKeys(KeyRepository keys, VersionRepository versions, Ids ids, Clock clock) {
		this.keys = keys;
		this.versions = versions;
		this.ids = ids;
		this.clock = clock;
	}

	/**
	 * A key's row, named in the call's event.
	 * @param key what it is to be
	 * @param caller whose it is
	 * @param audit the call
	 * @return the row, not stored
	 */
	public StoredKey row(NewKey key, Caller caller, CallAudit audit) {
		StoredKey row = key.row(caller.tenantId(), this.ids.next(), now());
		describe(row, audit);
		return row;
	}

	/**
	 * Stores a key with its first version, in the surrounding transaction.
	 * @param key the row
	 * @param version its version
	 * @return the key as it is answered
	 */
	public Mono<Key> insert(StoredKey key, StoredVersion version) {
		StoredKey row = key.protectedAs(version);
		return this.keys.insert(row)
			.onErrorMap(DataIntegrityViolationException.class, (ex) -> (row.hsm() == null) ? ex : connectionGone())
			.then(Mono.defer(() -> this.versions.insert(version)))
			.then(Mono.fromSupplier(() -> Key.of(row, now())));
	}

	private static QnspException connectionGone() {
		return QnspException.conflict("The HSM connection has been deleted meanwhile (expected: one that is there)");
	}

	/**
	 * Names a key and what it is in a call's event.
	 * @param key the key
	 * @param audit the call
	 */
	public static void describe(StoredKey key, CallAudit audit) {
		KeyUse.describe(audit, key.keyId());
		KeyUse.describe(audit, key.algorithm().id(), key.version(), 0);
		audit.detail("purpose", key.purpose().wireName())
			.detail("state", key.life().state().wireName())
			.detail("destroyAt", (key.life().destroyAt() != null) ? key.life().destroyAt().toString() : null);
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

}
