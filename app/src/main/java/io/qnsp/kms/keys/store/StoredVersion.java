package io.qnsp.kms.keys.store;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.crypto.catalogue.Algorithm;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code kms_key_version}.
 *
 * @param tenantId whose it is
 * @param keyId the key
 * @param version which one, from 1
 * @param algorithm its algorithm
 * @param publicKey the raw public key; none for symmetric keys and once it is destroyed
 * @param sealed the sealed private or secret key; none where only the public key was
 * imported, and once it is destroyed
 * @param sealedBy the tenant's key that seals it
 * @param hsm what an HSM has of it; {@code null} for a software key and once it is
 * destroyed
 * @param createdAt when it was made
 * @param destroyedAt when its material was destroyed
 */
public record StoredVersion(UUID tenantId, UUID keyId, int version, Algorithm algorithm, byte @Nullable [] publicKey,
		byte @Nullable [] sealed, @Nullable UUID sealedBy, @Nullable HsmPart hsm, Instant createdAt,
		@Nullable Instant destroyedAt) {

	@Override
	public String toString() {
		return "StoredVersion[" + this.keyId + ", " + this.version + "]";
	}

}
