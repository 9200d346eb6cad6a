package io.qnsp.kms.escrow.policy;

import java.util.List;

import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.keys.KeyTypes;

/**
 * Which keys a policy takes.
 *
 * @param types algorithms, families or purposes, such as {@code AES-256-GCM}, {@code RSA}
 * or {@code signing}; empty takes every key
 */
public record KeyScope(List<String> types) {

	/** Most types of a policy. */
	public static final int MOST_TYPES = 100;

	public KeyScope {
		types = List.copyOf(types);
	}

	/**
	 * Refuses types that do not exist.
	 * @return this
	 * @throws QnspException a 422 that names the field
	 */
	public KeyScope checked() {
		for (int i = 0; i < this.types.size(); i++) {
			String type = this.types.get(i);
			if (KeyTypes.named(type).isEmpty() && Purpose.named(type).isEmpty()) {
				throw QnspException.unprocessable("keyTypes[" + i + "]",
						"unknown (expected: an algorithm, a family or a purpose, such as AES-256-GCM, RSA or signing)");
			}
		}
		return this;
	}

	/**
	 * Whether the policy takes a key.
	 * @param algorithm the algorithm of the version that is to be escrowed
	 * @param purpose what the key is for
	 * @return true when one of the types matches, or there are none
	 */
	public boolean takes(Algorithm algorithm, Purpose purpose) {
		return this.types.isEmpty() || this.types.stream().anyMatch((type) -> takes(type, algorithm, purpose));
	}

	private static boolean takes(String type, Algorithm algorithm, Purpose purpose) {
		return KeyTypes.named(type).filter((test) -> test.test(algorithm)).isPresent()
				|| Purpose.named(type).filter(purpose::equals).isPresent();
	}

}
