package io.qnsp.kms.keys.use;

import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a key has done.
 */
final class UseAnswer {

	private UseAnswer() {
	}

	/**
	 * A signature or a MAC.
	 *
	 * @param keyId the key
	 * @param keyVersion the version that made it
	 * @param algorithm the version's algorithm
	 * @param signatureB64 the signature
	 */
	record Signature(UUID keyId, int keyVersion, String algorithm, String signatureB64) {

	}

	/**
	 * Whether a signature or a MAC is valid.
	 *
	 * @param keyId the key
	 * @param valid whether it is
	 * @param keyVersion the version that made it, or the last one that was tried
	 * @param algorithm that version's algorithm
	 */
	record Verification(UUID keyId, boolean valid, int keyVersion, String algorithm) {

	}

	/**
	 * A ciphertext.
	 *
	 * @param keyId the key
	 * @param keyVersion the version that protects it
	 * @param algorithm the version's algorithm
	 * @param ciphertextB64 the ciphertext; it names the version
	 */
	record Ciphertext(UUID keyId, int keyVersion, String algorithm, String ciphertextB64) {

	}

	/**
	 * A plaintext.
	 *
	 * @param keyId the key
	 * @param keyVersion the version that protected it
	 * @param algorithm the version's algorithm
	 * @param plaintextB64 the plaintext
	 */
	record Plaintext(UUID keyId, int keyVersion, String algorithm, String plaintextB64) {

		@Override
		public String toString() {
			return "Plaintext[" + this.keyId + "]";
		}

	}

	/**
	 * A shared secret.
	 *
	 * @param keyId the key
	 * @param keyVersion the version it was made for
	 * @param algorithm the version's algorithm
	 * @param sharedSecretB64 the secret
	 * @param ciphertextB64 what to send to the key's holder; nothing when it was
	 * recovered
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record SharedSecret(UUID keyId, int keyVersion, String algorithm, String sharedSecretB64,
			@Nullable String ciphertextB64) {

		@Override
		public String toString() {
			return "SharedSecret[" + this.keyId + "]";
		}

	}

}
