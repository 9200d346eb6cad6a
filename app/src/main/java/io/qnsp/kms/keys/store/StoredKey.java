package io.qnsp.kms.keys.store;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.page.PageRequest;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.keys.KeyDescription;
import io.qnsp.kms.keys.KeyOrigin;
import io.qnsp.kms.keys.KeyState;
import io.qnsp.kms.keys.Protection;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code kms_key}.
 *
 * @param tenantId whose it is
 * @param keyId its id
 * @param name what people call it
 * @param purpose what it is for
 * @param algorithm of the current version
 * @param protection where its material lives
 * @param hsm which HSM; {@code null} for a software key
 * @param origin where it was made
 * @param life where it is in its life
 * @param version the current version
 * @param metadata what the tenant noted
 * @param rotation how often it is rotated by itself
 * @param createdAt when it was made
 * @param rotatedAt when the current version was made
 * @param updatedAt when anything of it changed last
 */
public record StoredKey(UUID tenantId, UUID keyId, @Nullable String name, Purpose purpose, Algorithm algorithm,
		Protection protection, @Nullable HsmPlace hsm, KeyOrigin origin, Life life, int version,
		Map<String, Object> metadata, @Nullable RotationPeriod rotation, Instant createdAt, Instant rotatedAt,
		Instant updatedAt) {

	/**
	 * Where a key is in its life.
	 *
	 * @param state its state
	 * @param reason why, if somebody said so
	 * @param activateAt when it will be activated
	 * @param rotateAt when it will be rotated
	 * @param destroyAt when it will be destroyed; until then it can't be used
	 * @param destroyedAt when it was
	 */
	public record Life(KeyState state, @Nullable String reason, @Nullable Instant activateAt,
			@Nullable Instant rotateAt, @Nullable Instant destroyAt, @Nullable Instant destroyedAt) {

		/**
		 * The same at another point.
		 * @param newState the state
		 * @param newReason why
		 * @return the life; an activation that was planned is not any more
		 */
		public Life to(KeyState newState, @Nullable String newReason) {
			return new Life(newState, newReason, null, this.rotateAt, this.destroyAt, this.destroyedAt);
		}

		/**
		 * The same with another plan for its end.
		 * @param at when, or {@code null} for never
		 * @return the life
		 */
		public Life destroyAt(@Nullable Instant at) {
			return new Life(this.state, this.reason, this.activateAt, this.rotateAt, at, this.destroyedAt);
		}

		/**
		 * The same with another plan for its rotation.
		 * @param at when, or {@code null} for never
		 * @return the life
		 */
		public Life rotateAt(@Nullable Instant at) {
			return new Life(this.state, this.reason, this.activateAt, at, this.destroyAt, this.destroyedAt);
		}

		/**
		 * The end.
		 * @param at when
		 * @return the life of a destroyed key
		 */
		public Life destroyed(Instant at) {
			return new Life(KeyState.DESTROYED, this.reason, null, null, null, at);
		}

	}

	/**
	 * The same key at another point of its life.
	 * @param newLife its life
	 * @param now when it changed
	 * @return the key
	 */
	public StoredKey with(Life newLife, Instant now) {
		return new StoredKey(this.tenantId, this.keyId, this.name, this.purpose, this.algorithm, this.protection,
				this.hsm, this.origin, newLife, this.version, this.metadata, this.rotation, this.createdAt,
				this.rotatedAt, now);
	}

	/**
	 * The same key with its next version.
	 * @param newAlgorithm the version's algorithm
	 * @param now when it was made
	 * @return the key, its next automatic rotation planned
	 */
	public StoredKey rotated(Algorithm newAlgorithm, Instant now) {
		Life next = this.life.rotateAt((this.rotation != null) ? this.rotation.after(now) : null);
		return new StoredKey(this.tenantId, this.keyId, this.name, this.purpose, newAlgorithm, this.protection,
				this.hsm, this.origin, next, this.version + 1, this.metadata, this.rotation, this.createdAt, now, now);
	}

	/**
	 * The same key with its current version protected as that is.
	 * @param current the version
	 * @return the key
	 */
	public StoredKey protectedAs(StoredVersion current) {
		HsmPart part = current.hsm();
		HsmPlace place = (this.hsm == null || part == null) ? this.hsm
				: new HsmPlace(this.hsm.connectionId(), part.protection());
		return new StoredKey(this.tenantId, this.keyId, this.name, this.purpose, this.algorithm, this.protection, place,
				this.origin, this.life, this.version, this.metadata, this.rotation, this.createdAt, this.rotatedAt,
				this.updatedAt);
	}

	/**
	 * Refuses a destroyed key.
	 * @throws QnspException a 410
	 */
	public void requireAlive() {
		if (!this.life.state.isAlive()) {
			throw new QnspException(ErrorCode.GONE,
					"The key %s was destroyed at %s".formatted(this.keyId, this.life.destroyedAt));
		}
	}

	/**
	 * Refuses a key that waits for its end.
	 * @throws QnspException a 409
	 */
	public void requireKept() {
		if (this.life.destroyAt != null) {
			throw QnspException.conflict("The key waits for its destruction at %s (expected: a key that is in use)"
				.formatted(this.life.destroyAt));
		}
	}

	/**
	 * What other features may know.
	 * @return the description
	 */
	public KeyDescription description() {
		return new KeyDescription(this.keyId, this.name, this.algorithm, this.purpose, this.protection, this.origin,
				this.life.state(), this.version, (this.rotation != null) ? this.rotation.text() : null, this.createdAt,
				this.rotatedAt, this.life.destroyAt());
	}

	/**
	 * Its place in the list.
	 * @return by creation
	 */
	public PageRequest.Key place() {
		return new PageRequest.Key(this.createdAt, this.keyId);
	}

}
