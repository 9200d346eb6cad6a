package io.qnsp.kms.byohsm.operation;

import java.util.UUID;

/**
 * What keys in HSMs answer. Bytes are base64.
 */
final class OperationAnswer {

	private OperationAnswer() {
	}

	/**
	 * A wrapped key.
	 *
	 * @param wrappedKey the wrapped key
	 * @param wrappingKeyId the key that wrapped it
	 * @param algorithm how
	 */
	record Wrapped(byte[] wrappedKey, UUID wrappingKeyId, String algorithm) {

	}

	/**
	 * An unwrapped key.
	 *
	 * @param unwrappedKey the key, in clear
	 */
	record Unwrapped(byte[] unwrappedKey) {

		@Override
		public String toString() {
			return "Unwrapped[]";
		}

	}

	/**
	 * A signature.
	 *
	 * @param signature the signature; ECDSA in DER
	 * @param keyId the key that signed
	 * @param algorithm how
	 */
	record Signed(byte[] signature, UUID keyId, String algorithm) {

	}

	/**
	 * Whether a signature is valid.
	 *
	 * @param valid whether it is
	 * @param keyId the key
	 */
	record Verified(boolean valid, UUID keyId) {

	}

}
