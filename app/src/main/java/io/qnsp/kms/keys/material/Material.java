package io.qnsp.kms.keys.material;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.kem.DecapsulationKey;
import io.qnsp.crypto.kem.EncapsulationKey;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.secret.Wipeable;
import io.qnsp.crypto.signature.SigningKey;
import io.qnsp.crypto.signature.VerificationKey;

/**
 * A version's material, ready for use. {@link RememberedKeys} closes it.
 */
public sealed interface Material extends Wipeable {

	/**
	 * What it is for.
	 * @return the algorithm
	 */
	Algorithm algorithm();

	/**
	 * A key that signs.
	 *
	 * @param key the key
	 * @param publicKey what verifies
	 */
	record Signing(SigningKey key, VerificationKey publicKey) implements Material {

		@Override
		public Algorithm algorithm() {
			return this.key.algorithm();
		}

		@Override
		public void close() {
			this.key.close();
		}

	}

	/**
	 * A key that others encrypt or encapsulate to.
	 *
	 * @param key the key
	 * @param publicKey what they do it with
	 */
	record Recipient(DecapsulationKey key, EncapsulationKey publicKey) implements Material {

		@Override
		public Algorithm algorithm() {
			return this.key.algorithm();
		}

		@Override
		public void close() {
			this.key.close();
		}

	}

	/**
	 * A secret key.
	 *
	 * @param algorithm what it is for
	 * @param bytes the key
	 */
	record Secret(Algorithm algorithm, SecretBytes bytes) implements Material {

		@Override
		public void close() {
			this.bytes.close();
		}

		@Override
		public String toString() {
			return "Secret[" + this.algorithm + "]";
		}

	}

	/**
	 * A key of somebody else, that verifies alone.
	 *
	 * @param publicKey what verifies
	 */
	record Verifying(VerificationKey publicKey) implements Material {

		@Override
		public Algorithm algorithm() {
			return this.publicKey.algorithm();
		}

		@Override
		public void close() {
			// nothing secret in it
		}

	}

}
