package io.qnsp.kms.keys.reading;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import io.qnsp.kms.keys.HsmProtection;
import io.qnsp.kms.keys.KeyState;
import io.qnsp.kms.keys.Protection;
import io.qnsp.kms.keys.store.HsmPlace;
import io.qnsp.kms.keys.store.StoredKey;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is answered.
 *
 * @param keyId its id
 * @param tenantId whose it is
 * @param name what people call it
 * @param algorithm the algorithm of its current version, as the standard spells it
 * @param algorithmStatus what the transition plans say of the algorithm today:
 * recommended, acceptable, deprecated or forbidden
 * @param quantumSafe whether no efficient attack by a quantum computer is known
 * @param purpose what it is for
 * @param protection where its material lives
 * @param hsmProtection how the HSM protects the current version; {@code null} for a
 * software key
 * @param connectionId which HSM; {@code null} for a software key and a destroyed one
 * @param origin generated or imported
 * @param state where it is in its life
 * @param stateReason why, if somebody said so
 * @param version the current version
 * @param metadata what the tenant noted
 * @param rotationPeriod how often it is rotated by itself
 * @param nextRotationAt when that will be
 * @param activateAt when it will be activated
 * @param destroyAt when it will be destroyed; until then it can't be used
 * @param destroyedAt when it was destroyed
 * @param createdAt when it was made
 * @param rotatedAt when its current version was made
 * @param updatedAt when anything of it changed last
 */
public record Key(UUID keyId, UUID tenantId, @Nullable String name, String algorithm, String algorithmStatus,
		boolean quantumSafe, String purpose, Protection protection, @Nullable HsmProtection hsmProtection,
		@Nullable UUID connectionId, String origin, KeyState state, @Nullable String stateReason, int version,
		Map<String, Object> metadata, @Nullable String rotationPeriod, @Nullable Instant nextRotationAt,
		@Nullable Instant activateAt, @Nullable Instant destroyAt, @Nullable Instant destroyedAt, Instant createdAt,
		Instant rotatedAt, Instant updatedAt) {

	/**
	 * The answer of a row.
	 * @param key the row
	 * @param now the time
	 * @return the answer
	 */
	public static Key of(StoredKey key, Instant now) {
		StoredKey.Life life = key.life();
		HsmPlace hsm = key.hsm();
		return new Key(key.keyId(), key.tenantId(), key.name(), key.algorithm().nistName(),
				key.algorithm().transitionAt(now).standing().wireName(), key.algorithm().family().isQuantumSafe(),
				key.purpose().wireName(), key.protection(), (hsm != null) ? hsm.protection() : null,
				(hsm != null) ? hsm.connectionId() : null, key.origin().name().toLowerCase(Locale.ROOT), life.state(),
				life.reason(), key.version(), key.metadata(), (key.rotation() != null) ? key.rotation().text() : null,
				life.rotateAt(), life.activateAt(), life.destroyAt(), life.destroyedAt(), key.createdAt(),
				key.rotatedAt(), key.updatedAt());
	}

}
