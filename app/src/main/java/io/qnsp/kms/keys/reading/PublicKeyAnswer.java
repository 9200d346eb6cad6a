package io.qnsp.kms.keys.reading;

import java.util.Base64;
import java.util.SequencedMap;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.encoding.JsonWebKey;
import io.qnsp.crypto.encoding.PublicKeyPem;
import io.qnsp.kms.keys.store.StoredVersion;
import org.jspecify.annotations.Nullable;

/**
 * A public key in the forms that it has.
 *
 * @param keyId the key
 * @param keyVersion the version
 * @param algorithm the version's algorithm
 * @param publicKeyB64 the raw public key
 * @param publicKeyPem the same in X.509 form (RFC 7468); algorithms without an object
 * identifier have none
 * @param publicKeyJwk the same as a JSON web key (RFC 7517); some algorithms have none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PublicKeyAnswer(UUID keyId, int keyVersion, String algorithm, @Nullable String publicKeyB64,
		@Nullable String publicKeyPem, @Nullable SequencedMap<String, String> publicKeyJwk) {

	/**
	 * A version's public key.
	 * @param version the version
	 * @param format pem, jwk, raw, or {@code null} for all
	 * @return the answer; a 422 for a key without a public part, or without that form
	 */
	static PublicKeyAnswer of(StoredVersion version, @Nullable String format) {
		byte[] raw = version.publicKey();
		if (raw == null) {
			throw QnspException.unprocessable("keyId",
					"%s keys have no public part (expected: an asymmetric key)".formatted(version.algorithm()));
		}
		String base64 = wanted(format, "raw") ? Base64.getEncoder().encodeToString(raw) : null;
		String pem = wanted(format, "pem") ? PublicKeyPem.of(version.algorithm(), raw).orElse(null) : null;
		SequencedMap<String, String> jwk = wanted(format, "jwk")
				? JsonWebKey.of(version.algorithm(), raw).map(JsonWebKey::members).orElse(null) : null;
		if (base64 == null && pem == null && jwk == null) {
			throw QnspException.unprocessable("format",
					"%s: %s keys have no such form (expected: raw)".formatted(format, version.algorithm()));
		}
		return new PublicKeyAnswer(version.keyId(), version.version(), version.algorithm().nistName(), base64, pem,
				jwk);
	}

	private static boolean wanted(@Nullable String format, String form) {
		return format == null || format.equals(form);
	}

}
