package io.qnsp.kms.byohsm.key;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.crypto.encoding.PublicKeyPem;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is answered.
 *
 * @param keyId its id
 * @param connectionId which HSM
 * @param keyType what kind
 * @param algorithm its algorithm's standard name
 * @param purpose what it may do
 * @param protection hsm_native for a key that lives in the HSM alone; hsm_wrapped for one
 * that the HSM can't make: it is stored wrapped by a key in the HSM, and in this server's
 * memory for the moment of its use
 * @param publicKey the public key in PEM (RFC 7468); {@code null} for AES
 * @param metadata what the tenant noted
 * @param createdAt when it was made
 */
record HsmKeyAnswer(UUID keyId, UUID connectionId, KeyType keyType, String algorithm, List<KeyPurpose> purpose,
		KeyProtection protection, @Nullable String publicKey, CreateHsmKeyRequest.Metadata metadata,
		Instant createdAt) {

	static HsmKeyAnswer of(StoredHsmKey key) {
		byte[] publicKey = key.publicKey();
		return new HsmKeyAnswer(key.keyId(), key.connectionId(), key.type(), key.algorithm(), key.purposes(),
				key.protection(), (publicKey != null) ? PublicKeyPem.of(publicKey) : null,
				new CreateHsmKeyRequest.Metadata(key.name(), key.description()), key.createdAt());
	}

}
