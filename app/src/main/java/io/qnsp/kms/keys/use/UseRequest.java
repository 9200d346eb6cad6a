package io.qnsp.kms.keys.use;

import com.fasterxml.jackson.annotation.JsonAlias;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;

/**
 * What a key is asked to do. Each operation takes some of the fields; data is base64 of
 * RFC 4648, section 4.
 */
final class UseRequest {

	private UseRequest() {
	}

	/**
	 * Asks for a signature or a MAC.
	 *
	 * @param dataB64 what to sign, at most 512 KiB
	 * @param context what the signature is bound to, at most 255 bytes; ML-DSA and
	 * SLH-DSA alone
	 */
	record Sign(@JsonAlias("dataBase64") @Nullable String dataB64, @Nullable String context) {

	}

	/**
	 * Asks whether a signature or a MAC is valid.
	 *
	 * @param dataB64 what was signed
	 * @param signatureB64 the signature
	 * @param context what it was bound to
	 * @param keyVersion which version made it; when nothing is said, the current one and
	 * the nine before it are tried
	 */
	record Verify(@JsonAlias("dataBase64") @Nullable String dataB64,
			@JsonAlias("signatureBase64") @Nullable String signatureB64, @Nullable String context,
			@Nullable @Positive(message = "not a version (expected: 1 or more)") Integer keyVersion) {

	}

	/**
	 * Asks to encrypt or wrap.
	 *
	 * @param plaintextB64 what to encrypt, at most 512 KiB
	 * @param aadB64 what the ciphertext is bound to
	 * @param context the same as a text; instead of {@code aadB64}
	 */
	record Encrypt(@JsonAlias("plaintextBase64") @Nullable String plaintextB64, @Nullable String aadB64,
			@Nullable String context) {

		@Override
		public String toString() {
			return "Encrypt[]";
		}

	}

	/**
	 * Asks to decrypt, unwrap or encrypt anew.
	 *
	 * @param ciphertextB64 what encryption or wrapping answered
	 * @param aadB64 what it is bound to
	 * @param context the same as a text; instead of {@code aadB64}
	 */
	record Decrypt(@JsonAlias("wrappedBase64") @Nullable String ciphertextB64, @Nullable String aadB64,
			@Nullable String context) {

	}

	/**
	 * Asks for a shared secret that somebody has encapsulated.
	 *
	 * @param ciphertextB64 what the encapsulation sent
	 * @param keyVersion which version it was made for; needed once there are several
	 */
	record Decapsulate(@Nullable String ciphertextB64,
			@Nullable @Positive(message = "not a version (expected: 1 or more)") Integer keyVersion) {

	}

}
