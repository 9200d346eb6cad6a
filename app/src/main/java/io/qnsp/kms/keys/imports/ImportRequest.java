package io.qnsp.kms.keys.imports;

import java.util.Map;
import java.util.UUID;

import io.qnsp.kms.keys.Protection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Brings a key. Either {@code importKeyId} and {@code wrappedKeyB64} are there, or
 * {@code publicKeyB64}.
 *
 * @param algorithm what it works with, by any name the catalogue knows
 * @param purpose what it is for
 * @param importKeyId the import key it is encrypted to
 * @param wrappedKeyB64 the private or secret key, PKCS#8 or raw, encrypted to the import
 * key (hybrid encryption version 1) with the import key's id as associated data
 * @param publicKeyB64 a public key alone, SubjectPublicKeyInfo or raw, to verify with
 * @param name what people call it
 * @param metadata what the tenant notes
 * @param rotationPeriod how often it is rotated by itself
 * @param protection where its material is to live: software, also when nothing is said
 */
record ImportRequest(
		@NotNull(message = "missing (expected: an algorithm, such as RSA-2048)") @Size(max = 64,
				message = "too long (expected: an algorithm, such as RSA-2048)") String algorithm,
		@Nullable @Size(max = 32,
				message = "unknown (expected: signing, encryption, kem, wrapping or mac)") String purpose,
		@Nullable UUID importKeyId, @Nullable String wrappedKeyB64, @Nullable String publicKeyB64,
		@Nullable String name, @Nullable Map<String, Object> metadata, @Nullable String rotationPeriod,
		@Nullable Protection protection) {

	@Override
	public String toString() {
		return "ImportRequest[" + this.algorithm + ", " + this.importKeyId + "]";
	}

}
