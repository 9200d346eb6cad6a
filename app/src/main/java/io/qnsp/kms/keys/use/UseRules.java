package io.qnsp.kms.keys.use;

import java.time.Instant;
import java.util.stream.Collectors;

import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Availability;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.crypto.catalogue.Standing;
import io.qnsp.crypto.catalogue.Transition;
import io.qnsp.kms.keys.KeyOperation;
import io.qnsp.kms.keys.KeyState;
import io.qnsp.kms.keys.store.StoredKey;

/**
 * What a key may be used for: by its purpose, by where it is in its life (SP 800-57 part
 * 1 revision 5, section 7) and by what the catalogue says of its algorithm.
 */
final class UseRules {

	private UseRules() {
	}

	/**
	 * Refuses a use that is not allowed.
	 * @param key the key
	 * @param operation what is asked for
	 * @param now the time
	 * @throws QnspException a 410 for a destroyed key, a 422 for another purpose or an
	 * algorithm that protects nothing new, a 409 for a state that does not allow it
	 */
	static void require(StoredKey key, KeyOperation operation, Instant now) {
		KeyState state = key.life().state();
		key.requireAlive();
		if (!operation.purposes().contains(key.purpose())) {
			throw QnspException.unprocessable("keyId", "a key for %s can't %s (expected: a key for %s)".formatted(
					key.purpose().wireName(), operation.wireName(),
					operation.purposes().stream().map(Purpose::wireName).sorted().collect(Collectors.joining(" or "))));
		}
		key.requireKept();
		if (!allows(state, operation)) {
			throw QnspException.conflict("The key is %s and can't %s (expected: %s)".formatted(state.wireName(),
					operation.wireName(), operation.protects() ? "active" : "active, deactivated or compromised"));
		}
		if (operation.protects()) {
			requireProtecting(key.algorithm(), now);
		}
	}

	private static boolean allows(KeyState state, KeyOperation operation) {
		return switch (state) {
			case ACTIVE -> true;
			case DEACTIVATED, COMPROMISED -> !operation.protects();
			case PRE_ACTIVATION, SUSPENDED, DESTROYED -> false;
		};
	}

	private static void requireProtecting(Algorithm algorithm, Instant now) {
		if (algorithm.availability() == Availability.LEGACY || algorithm.availability() == Availability.VERIFY_ONLY) {
			throw QnspException.unprocessable("keyId",
					algorithm + " keys protect nothing new here (expected: upgrade the key to another algorithm)");
		}
		Transition standing = algorithm.transitionAt(now);
		if (standing.standing() == Standing.FORBIDDEN) {
			throw QnspException.unprocessable("keyId",
					"%s is disallowed since %s by %s (expected: upgrade the key to another algorithm)"
						.formatted(algorithm, standing.from(), standing.source().reference()));
		}
	}

}
