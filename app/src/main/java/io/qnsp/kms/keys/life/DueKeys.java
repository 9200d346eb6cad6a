package io.qnsp.kms.keys.life;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

import io.qnsp.core.change.Changes;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.core.tenantkey.TenantKeys;
import io.qnsp.kms.keys.KeyState;
import io.qnsp.kms.keys.material.Materials;
import io.qnsp.kms.keys.material.RememberedKeys;
import io.qnsp.kms.keys.store.DueKeyRepository;
import io.qnsp.kms.keys.store.DueKeyRepository.Due;
import io.qnsp.kms.keys.store.KeyRepository;
import io.qnsp.kms.keys.store.StoredKey;
import io.qnsp.kms.keys.store.VersionRepository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * What time does to keys: activates, rotates and destroys them when they are due, and
 * seals their material anew after a rotation of their tenant's key. Each key is a
 * transaction of its own; one that fails stays due and stops no other.
 */
@Component
final class DueKeys implements PeriodicJob {

	private static final Logger log = LoggerFactory.getLogger(DueKeys.class);

	private static final int AT_ONCE = 200;

	private final DueKeyRepository due;

	private final KeyRepository keys;

	private final VersionRepository rows;

	private final KeyVersions versions;

	private final Materials materials;

	private final RememberedKeys remembered;

	private final KeyEndings endings;

	private final Changes changes;

	private final KeyEvents events;

	private final Clock clock;

	DueKeys(DueKeyRepository due, KeyRepository keys, VersionRepository rows, KeyVersions versions, Materials materials,
			RememberedKeys remembered, KeyEndings endings, Changes changes, KeyEvents events, Clock clock) {
		this.due = due;
		this.keys = keys;
		this.rows = rows;
		this.versions = versions;
		this.materials = materials;
		this.remembered = remembered;
		this.endings = endings;
		this.changes = changes;
		this.events = events;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "kms-keys";
	}

	@Override
	public Duration interval() {
		return Duration.ofSeconds(15);
	}

	@Override
	public Mono<Void> run() {
		return Mono.defer(() -> {
			Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
			return each(this.due.toActivate(now, AT_ONCE), (key) -> activate(key, now))
				.then(Mono.defer(() -> each(this.due.toRotate(now, AT_ONCE), (key) -> rotate(key, now))))
				.then(Mono.defer(() -> each(this.due.toDestroy(now, AT_ONCE), (key) -> destroy(key, now))))
				.then(Mono.defer(() -> each(this.due.toReseal(AT_ONCE), this::reseal)));
		});
	}

	private static Mono<Void> each(Mono<List<Due>> due, Function<Due, Mono<Void>> work) {
		return due.flatMapMany(Flux::fromIterable).concatMap((key) -> work.apply(key).onErrorResume((ex) -> {
			log.warn("Key {} stays due and is tried again", key.keyId(), ex);
			return Mono.empty();
		}).contextWrite(TenantContext.only(key.tenantId()))).then();
	}

	private Mono<Void> activate(Due due, Instant now) {
		Mono<StoredKey> work = this.versions.locked(due.tenantId(), due.keyId())
			.filter((key) -> isDue(key.life().activateAt(), now))
			.flatMap((key) -> this.keys.update(key.with(KeyLifeCycle.change(key, KeyState.ACTIVE, null), now)));
		return committed(work, "activate");
	}

	private Mono<Void> rotate(Due due, Instant now) {
		return this.keys.find(due.tenantId(), due.keyId())
			.filter((key) -> isDue(key.life().rotateAt(), now))
			.flatMap((key) -> this.versions
				.renewed(key, null, (next) -> committed(this.versions.store(next), "rotate").thenReturn(next))
				.then()
				.onErrorResume(QnspException.class, (refusal) -> (refusal.code().status() < 500)
						? notRotated(due, now, refusal) : Mono.error(refusal)));
	}

	// The tenant is told by an event, and it is tried again after another period.
	private Mono<Void> notRotated(Due due, Instant now, QnspException refusal) {
		Mono<StoredKey> work = this.versions.locked(due.tenantId(), due.keyId())
			.filter((key) -> isDue(key.life().rotateAt(), now))
			.flatMap((key) -> this.keys.update(
					key.with(key.life().rotateAt((key.rotation() != null) ? key.rotation().after(now) : null), now)));
		return this.changes.commit(work, (key) -> this.events.failed(key, "rotate", refusal)).then();
	}

	private Mono<Void> destroy(Due due, Instant now) {
		Mono<StoredKey> work = this.versions.locked(due.tenantId(), due.keyId())
			.filter((key) -> isDue(key.life().destroyAt(), now))
			.flatMap((key) -> this.endings.destroy(key, now));
		return committed(work, "destroy")
			.then(Mono.fromRunnable(() -> this.remembered.wipe(due.tenantId(), due.keyId())));
	}

	private Mono<Void> committed(Mono<StoredKey> work, String action) {
		return this.changes.commit(work, (key) -> this.events.of(key, action))
			.doOnNext((key) -> this.remembered.forget(key.tenantId(), key.keyId()))
			.then();
	}

	private Mono<Void> reseal(Due due) {
		return this.rows.find(due.tenantId(), due.keyId(), due.version())
			.filter((version) -> version.sealed() != null)
			.flatMap((version) -> this.materials.sealAnew(version)
				.flatMap(
						(envelope) -> this.rows.reseal(version, envelope, TenantKeys.sealedBy(envelope).orElseThrow())))
			.then();
	}

	private static boolean isDue(@Nullable Instant at, Instant now) {
		return at != null && !at.isAfter(now);
	}

}
