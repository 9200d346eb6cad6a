package io.qnsp.kms.keys.reading;

import java.time.Clock;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import io.qnsp.kms.keys.KeyUse;
import io.qnsp.kms.keys.material.RememberedKeys;
import io.qnsp.kms.keys.store.KeyFilter;
import io.qnsp.kms.keys.store.KeyRepository;
import io.qnsp.kms.keys.store.StoredKey;
import io.qnsp.kms.keys.store.StoredVersion;
import io.qnsp.kms.keys.store.VersionRepository;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Reads keys on behalf of callers.
 */
@Component
public final class KeyReading {

	private final KeyRepository keys;

	private final VersionRepository versions;

	private final Clock clock;

	KeyReading(KeyRepository keys, VersionRepository versions, Clock clock) {
		this.keys = keys;
		this.versions = versions;
		this.clock = clock;
	}

	Mono<Page<Key>> list(KeyFilter filter, PageRequest page, Caller caller) {
		return this.keys.list(caller.tenantId(), filter, page)
			.map((rows) -> Page.of(rows, page, StoredKey::place))
			.map((found) -> new Page<>(found.items().stream().map((key) -> Key.of(key, this.clock.instant())).toList(),
					found.nextCursor()));
	}

	Mono<Key> read(UUID keyId, Caller caller, CallAudit audit) {
		return found(keyId, caller, audit).map((key) -> Key.of(key, this.clock.instant()));
	}

	/**
	 * A key that is the caller's, named in the call's event.
	 * @param keyId the key
	 * @param caller who calls
	 * @param audit the call
	 * @return the key, or a 404
	 */
	public Mono<StoredKey> found(UUID keyId, Caller caller, CallAudit audit) {
		return this.keys.find(caller.tenantId(), keyId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("key", keyId)))
			.doOnNext((key) -> KeyUse.describe(audit, keyId));
	}

	Mono<KeyReadController.VersionList> versions(UUID keyId, int limit, int below, Caller caller, CallAudit audit) {
		return found(keyId, caller, audit)
			.flatMap((key) -> this.versions.list(caller.tenantId(), keyId, below, limit + 1))
			.map((rows) -> new KeyReadController.VersionList(keyId, answered(rows, limit), limit,
					(rows.size() > limit) ? Integer.toString(rows.get(limit - 1).version()) : null));
	}

	private static List<KeyVersion> answered(List<StoredVersion> rows, int limit) {
		return rows.stream().limit(limit).map(KeyVersion::of).toList();
	}

	/**
	 * A version, the current one when none is named.
	 */
	Mono<StoredVersion> publicKey(UUID keyId, @Nullable Integer version, Caller caller, CallAudit audit) {
		return found(keyId, caller, audit).flatMap((key) -> {
			int asked = (version != null) ? version : key.version();
			audit.detail("keyVersion", asked);
			return this.versions.find(caller.tenantId(), keyId, asked)
				.switchIfEmpty(Mono.error(() -> RememberedKeys.unknownVersion(keyId, asked)));
		}).doOnNext((found) -> {
			if (found.destroyedAt() != null) {
				throw new QnspException(ErrorCode.GONE,
						"Version %d of the key was destroyed at %s".formatted(found.version(), found.destroyedAt()));
			}
		});
	}

}
