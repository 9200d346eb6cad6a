package io.qnsp.kms.keys.creation;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Availability;
import io.qnsp.crypto.catalogue.Family;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.crypto.catalogue.Standing;
import io.qnsp.crypto.catalogue.Transition;
import io.qnsp.kms.policy.CryptoPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What a key is to be.
 *
 * @param algorithm what it works with
 * @param purpose what it is for
 */
public record KeyChoice(Algorithm algorithm, Purpose purpose) {

	private static final String KEY_WRAPPING = "key-wrapping";

	/**
	 * Reads what a caller wants.
	 * @param algorithm a name of the catalogue, in any spelling
	 * @param purpose a purpose; where it follows from the algorithm it may be missing
	 * @return the choice; a 400 for what is unknown, a 422 for what does not fit
	 */
	public static KeyChoice of(String algorithm, @Nullable String purpose) {
		Algorithm known = Algorithm.named(algorithm)
			.orElseThrow(() -> QnspException.badRequest("algorithm",
					"unknown (expected: an algorithm of the catalogue, such as ML-DSA-65, ML-KEM-768, AES-256-GCM)"));
		Purpose meant = (purpose == null) ? usual(known)
				: Purpose.named(purpose.equals(KEY_WRAPPING) ? Purpose.WRAPPING.wireName() : purpose)
					.orElseThrow(() -> QnspException.badRequest("purpose",
							"unknown (expected: signing, encryption, kem, wrapping or mac)"));
		if (!known.purposes().contains(meant)) {
			throw QnspException.unprocessable("purpose", "%s keys are not for %s (expected: %s)"
				.formatted(known.nistName(), meant.wireName(), names(known.purposes())));
		}
		return new KeyChoice(known, meant);
	}

	private static Purpose usual(Algorithm algorithm) {
		if (algorithm.purposes().size() == 1) {
			return algorithm.purposes().iterator().next();
		}
		if (algorithm.family() == Family.RSA) {
			throw QnspException.badRequest("purpose", "missing (expected: %s)".formatted(names(algorithm.purposes())));
		}
		return algorithm.family().isAsymmetric() ? Purpose.KEM : Purpose.ENCRYPTION;
	}

	private static String names(Set<Purpose> purposes) {
		return purposes.stream().map(Purpose::wireName).sorted().collect(Collectors.joining(" or "));
	}

	/**
	 * Refuses what no new key may be.
	 * @param policy what the tenant allows
	 * @param now the time
	 * @throws QnspException a 403 by the tenant's policy, a 422 by the catalogue
	 */
	public void requireNew(CryptoPolicy policy, Instant now) {
		if (this.algorithm.availability() == Availability.LEGACY) {
			throw QnspException.unprocessable("algorithm",
					this.algorithm + " is for imported keys alone, to move away from (expected: another algorithm)");
		}
		if (this.algorithm.availability() == Availability.VERIFY_ONLY) {
			throw QnspException.unprocessable("algorithm",
					this.algorithm + " keys are stateful and verify only (expected: ML-DSA or SLH-DSA to sign)");
		}
		requireAllowed(policy, now);
	}

	/**
	 * Refuses what no key may be that comes from elsewhere.
	 * @param policy what the tenant allows
	 * @param now the time
	 * @throws QnspException a 403 by the tenant's policy, a 422 by the catalogue
	 */
	public void requireAllowed(CryptoPolicy policy, Instant now) {
		if (this.algorithm.availability() == Availability.EXPERIMENTAL && !policy.experimentalAlgorithms()) {
			throw new QnspException(ErrorCode.POLICY_DENIED,
					this.algorithm + " is experimental, which the tenant's crypto policy does not allow");
		}
		Transition standing = this.algorithm.transitionAt(now);
		if (standing.standing() == Standing.FORBIDDEN) {
			throw QnspException.unprocessable("algorithm",
					"%s is disallowed since %s by %s (expected: another algorithm)".formatted(this.algorithm,
							standing.from(), standing.source().reference()));
		}
	}

}
