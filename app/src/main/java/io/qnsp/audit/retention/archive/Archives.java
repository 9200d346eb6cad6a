package io.qnsp.audit.retention.archive;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.audit.retention.DueEvent;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.tenantkey.SealedFor;
import io.qnsp.core.tenantkey.TenantKeys;
import io.qnsp.crypto.CryptoEngine;
import io.qnsp.crypto.aead.Aead;
import io.qnsp.crypto.aead.AeadKey;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.aead.KeyId;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Writes archives and reads them again.
 */
@Component
public final class Archives {

	private static final String PURPOSE = "audit.archive";

	private final ArchiveStores stores;

	private final ArchiveLines lines;

	private final TenantKeys keys;

	private final Aead aead;

	private final Ids ids;

	private final Clock clock;

	Archives(ArchiveStores stores, ArchiveLines lines, TenantKeys keys, CryptoEngine engine, Ids ids, Clock clock) {
		this.stores = stores;
		this.lines = lines;
		this.keys = keys;
		this.aead = engine.aead();
		this.ids = ids;
		this.clock = clock;
	}

	/**
	 * Writes events into a new archive. Nothing is deleted, and the archive is not listed
	 * yet: that is the business of the transaction that deletes.
	 * @param tenantId the tenant, which the chain runs for
	 * @param executionId the cleanup
	 * @param destination the store
	 * @param events events of the tenant, at least one, in the journal's order
	 * @return what to insert, when the file is whole and durable
	 */
	public Mono<Archive> write(UUID tenantId, UUID executionId, String destination, List<DueEvent> events) {
		return Mono.defer(() -> {
			UUID archiveId = this.ids.next();
			ArchiveStore store = this.stores.named(destination);
			return Mono.usingWhen(Mono.fromSupplier(() -> this.aead.generateKey(KeyId.of(archiveId))),
					(key) -> this.keys.seal(key.bytes(), sealedFor(tenantId, archiveId))
						.flatMap((sealedKey) -> store
							.write(name(tenantId, archiveId),
									new ArchiveChunks(this.aead, key, tenantId, archiveId)
										.sealed(this.lines.of(tenantId, events)))
							.map((bytes) -> made(archiveId, executionId, destination, events, bytes, sealedKey))),
					(key) -> Mono.fromRunnable(key::close));
		});
	}

	private Archive made(UUID archiveId, UUID executionId, String destination, List<DueEvent> events, long bytes,
			byte[] sealedKey) {
		Instant oldest = events.stream().map(DueEvent::recordedAt).min(Instant::compareTo).orElseThrow();
		Instant newest = events.stream().map(DueEvent::recordedAt).max(Instant::compareTo).orElseThrow();
		return new Archive(archiveId, executionId, destination, events.size(), bytes, oldest, newest, sealedKey,
				this.clock.instant().truncatedTo(ChronoUnit.MICROS));
	}

	/**
	 * Reads an archive.
	 * @param tenantId the tenant
	 * @param archive one of its archives
	 * @return its lines in pieces; ends with an error at the first thing that is not as
	 * it was written
	 */
	Flux<byte[]> read(UUID tenantId, Archive archive) {
		return Flux
			.usingWhen(
					this.keys.open(archive.sealedKey(), sealedFor(tenantId, archive.archiveId()))
						.map((secret) -> new AeadKey(KeyId.of(archive.archiveId()), secret)),
					(key) -> new ArchiveChunks(this.aead, key, tenantId, archive.archiveId())
						.opened(this.stores.named(archive.destination()).read(name(tenantId, archive.archiveId()))),
					(key) -> Mono.fromRunnable(key::close))
			.onErrorMap(DecryptionException.class,
					(ex) -> new QnspException(ErrorCode.CONFLICT,
							"Archive %s is not as it was written, or its key is gone".formatted(archive.archiveId()),
							Map.of(), null, ex));
	}

	private static SealedFor sealedFor(UUID tenantId, UUID archiveId) {
		return new SealedFor(tenantId, PURPOSE, archiveId.toString(), 1);
	}

	private static String name(UUID tenantId, UUID archiveId) {
		return tenantId + "/" + archiveId + ".qar";
	}

}
