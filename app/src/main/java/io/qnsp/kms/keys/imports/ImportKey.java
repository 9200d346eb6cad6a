package io.qnsp.kms.keys.imports;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.crypto.catalogue.Algorithm;

/**
 * A row of {@code kms_import_key}.
 *
 * @param tenantId whose it is
 * @param importKeyId its id
 * @param algorithm the KEM, or RSA
 * @param publicKey the raw public key
 * @param sealed the sealed private key
 * @param createdAt when it was made
 * @param expiresAt until when it can be used
 */
record ImportKey(UUID tenantId, UUID importKeyId, Algorithm algorithm, byte[] publicKey, byte[] sealed,
		Instant createdAt, Instant expiresAt) {

	@Override
	public String toString() {
		return "ImportKey[" + this.importKeyId + "]";
	}

}
