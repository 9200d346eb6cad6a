package io.qnsp.kms.keys.material;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.kem.DecapsulationKey;
import io.qnsp.crypto.kem.EncapsulationKey;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.secret.Wipeable;
import io.qnsp.crypto.signature.SigningKey;
import io.qnsp.crypto.signature.VerificationKey;
import io.qnsp.hsm.HsmConnection;
import io.qnsp.hsm.HsmKey;
import io.qnsp.kms.keys.store.HsmPart;
import org.jspecify.annotations.Nullable;

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
	 * A key in an HSM, or wrapped by one, as far as it is public: it verifies, and others
	 * encrypt and encapsulate to it, without a call of the HSM.
	 *
	 * @param algorithm what it is for
	 * @param part what the HSM has
	 * @param publicKey the raw public key; {@code null} for a secret key
	 * @param verifies what verifies, for keys that sign
	 * @param recipient what others encrypt to, for keys that decrypt
	 */
	record Held(Algorithm algorithm, HsmPart part, byte @Nullable [] publicKey, @Nullable VerificationKey verifies,
			@Nullable EncapsulationKey recipient) implements Material {

		@Override
		public void close() {
			// nothing secret in it
		}

		@Override
		public String toString() {
			return "Held[" + this.algorithm + ", " + this.part + "]";
		}

	}

	/**
	 * A key that an HSM has, while the HSM is at hand.
	 *
	 * @param held its public part
	 * @param hsm the HSM
	 * @param key what the HSM finds it by
	 * @param form what it is there
	 */
	record InHsm(Held held, HsmConnection hsm, HsmKey key, HsmForm form) implements Material {

		@Override
		public Algorithm algorithm() {
			return this.held.algorithm();
		}

		@Override
		public void close() {
			// the connection is not its own
		}

		@Override
		public String toString() {
			return "InHsm[" + this.key + "]";
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
