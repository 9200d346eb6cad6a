package io.qnsp.kms.keys.creation;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.qnsp.core.error.QnspException;
import io.qnsp.kms.keys.KeyOrigin;
import io.qnsp.kms.keys.Protection;
import io.qnsp.kms.keys.store.StoredKey;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a key.
 *
 * @param algorithm what it works with, by any name the catalogue knows
 * @param purpose signing, encryption, kem, wrapping or mac; may be missing where it
 * follows from the algorithm
 * @param name what people call it, 1..200 characters
 * @param metadata what the tenant notes, at most 50 fields
 * @param rotationPeriod how often it is rotated by itself, ISO 8601, a day to ten years
 * @param protection where its material lives; software when nothing is said
 * @param connectionId which HSM, for protection hsm
 * @param activateAt when it may be used; at once when nothing is said
 */
record CreateKeyRequest(
		@NotNull(message = "missing (expected: an algorithm, such as ML-DSA-65)") @Size(max = 64,
				message = "too long (expected: an algorithm, such as ML-DSA-65)") String algorithm,
		@Nullable @Size(max = 32,
				message = "unknown (expected: signing, encryption, kem, wrapping or mac)") String purpose,
		@JsonAlias("label") @Nullable String name, @Nullable Map<String, Object> metadata,
		@Nullable String rotationPeriod, @Nullable Protection protection, @Nullable UUID connectionId,
		@Nullable Instant activateAt) {

	private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

	/**
	 * What the key is to be.
	 * @param now the time
	 * @return the key, checked
	 */
	NewKey newKey(Instant now) {
		if ((this.protection == Protection.HSM) != (this.connectionId != null)) {
			throw QnspException.unprocessable("connectionId",
					(this.connectionId == null) ? "missing (expected for protection hsm: the id of an HSM connection)"
							: "beside protection software (expected: protection hsm)");
		}
		if (this.activateAt != null && (!this.activateAt.isAfter(now) || this.activateAt.isAfter(LATEST))) {
			throw QnspException.badRequest("activateAt", this.activateAt + " (expected: in the future)");
		}
		return NewKey
			.of(KeyChoice.of(this.algorithm, this.purpose), KeyOrigin.GENERATED, this.name, this.metadata,
					this.rotationPeriod, this.activateAt)
			.inHsm(this.connectionId);
	}

}
