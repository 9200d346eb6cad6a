package io.qnsp.kms.byohsm.operation;

import java.util.UUID;

import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of keys in HSMs. Bytes are base64 (RFC 4648, section 4).
 */
final class OperationRequest {

	/** Most bytes of data to be signed. */
	static final int MOST_BYTES = 512 * 1024;

	private static final int LONGEST_NAME = 64;

	private OperationRequest() {
	}

	/**
	 * Asks to wrap a key.
	 *
	 * @param wrappingKeyId the key that wraps
	 * @param keyToWrap what is wrapped, 1..4096 bytes
	 * @param algorithm how; the usual way of the key when nothing is said
	 */
	record Wrap(@Nullable UUID wrappingKeyId, byte @Nullable [] keyToWrap, @Nullable String algorithm) {

		@Override
		public String toString() {
			return "Wrap[" + this.wrappingKeyId + "]";
		}

	}

	/**
	 * Asks to unwrap a key.
	 *
	 * @param unwrappingKeyId the key that wrapped it
	 * @param wrappedKey what wrapping answered
	 * @param algorithm how; the usual way of the key when nothing is said
	 */
	record Unwrap(@Nullable UUID unwrappingKeyId, byte @Nullable [] wrappedKey, @Nullable String algorithm) {

	}

	/**
	 * Asks for a signature.
	 *
	 * @param keyId the key that signs
	 * @param data what is signed, at most 512 KiB
	 * @param algorithm how; the usual way of the key when nothing is said
	 */
	record Sign(@Nullable UUID keyId, byte @Nullable [] data, @Nullable String algorithm) {

	}

	/**
	 * Asks whether a signature is valid.
	 *
	 * @param keyId the key that signed
	 * @param data what was signed
	 * @param signature the signature
	 * @param algorithm how; the usual way of the key when nothing is said
	 */
	record Verify(@Nullable UUID keyId, byte @Nullable [] data, byte @Nullable [] signature,
			@Nullable String algorithm) {

	}

	static UUID id(String field, @Nullable UUID id) {
		if (id == null) {
			throw QnspException.badRequest(field, "missing (expected: the id of a key in an HSM)");
		}
		return id;
	}

	static byte[] bytes(String field, byte @Nullable [] bytes, int least, int most) {
		if (bytes == null) {
			throw QnspException.badRequest(field, "missing (expected: base64)");
		}
		if (bytes.length < least || bytes.length > most) {
			throw QnspException.badRequest(field, "%d bytes (expected: %d..%d)".formatted(bytes.length, least, most));
		}
		return bytes;
	}

	static @Nullable String name(@Nullable String algorithm) {
		if (algorithm != null && algorithm.length() > LONGEST_NAME) {
			throw QnspException.badRequest("algorithm",
					"%d characters (expected: at most %d)".formatted(algorithm.length(), LONGEST_NAME));
		}
		return algorithm;
	}

}
