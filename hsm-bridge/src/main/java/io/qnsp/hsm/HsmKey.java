package io.qnsp.hsm;

import java.util.Arrays;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A key in an HSM: everything that is needed to find and use it again, nothing secret.
 *
 * @param reference what the HSM finds it by: for PKCS#11 its {@code CKA_ID} in
 * hexadecimal, for a vault the key's name and version
 * @param algorithm what it is
 * @param publicKey the X.509 SubjectPublicKeyInfo in DER, null for AES
 */
public record HsmKey(String reference, HsmKeyAlgorithm algorithm, byte @Nullable [] publicKey) {

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof HsmKey that && this.reference.equals(that.reference) && this.algorithm == that.algorithm
				&& Arrays.equals(this.publicKey, that.publicKey);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.reference, this.algorithm);
	}

	@Override
	public String toString() {
		return "HsmKey[" + this.algorithm.label() + ", " + this.reference + "]";
	}

}
