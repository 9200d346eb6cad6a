package io.qnsp.kms.keys.life;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.qnsp.core.error.QnspException;
import io.qnsp.kms.keys.KeyOrigin;
import io.qnsp.kms.keys.KeyState;
import io.qnsp.kms.keys.store.StoredKey;
import io.qnsp.kms.keys.store.StoredKey.Life;
import org.jspecify.annotations.Nullable;

/**
 * Which way a key's life can go (SP 800-57 part 1 revision 5, section 7). Answers the
 * next point of the life, or refuses with a 409, for a destroyed key with a 410.
 */
final class KeyLifeCycle {

	/** Fewest days between the order to destroy a key and its end. */
	static final int FEWEST_DAYS = 7;

	/** Most days, and how many when the caller names none. */
	static final int MOST_DAYS = 30;

	private static final Map<KeyState, Set<KeyState>> NEXT = new EnumMap<>(
			Map.of(KeyState.PRE_ACTIVATION, EnumSet.of(KeyState.ACTIVE, KeyState.DEACTIVATED, KeyState.COMPROMISED),
					KeyState.ACTIVE, EnumSet.of(KeyState.SUSPENDED, KeyState.DEACTIVATED, KeyState.COMPROMISED),
					KeyState.SUSPENDED, EnumSet.of(KeyState.ACTIVE, KeyState.DEACTIVATED, KeyState.COMPROMISED),
					KeyState.DEACTIVATED, EnumSet.of(KeyState.COMPROMISED), KeyState.COMPROMISED,
					EnumSet.noneOf(KeyState.class), KeyState.DESTROYED, EnumSet.noneOf(KeyState.class)));

	private KeyLifeCycle() {
	}

	/**
	 * Another state.
	 * @param key the key
	 * @param state the state; its own leaves it as it is
	 * @param reason why
	 * @return the next point
	 */
	static Life change(StoredKey key, KeyState state, @Nullable String reason) {
		key.requireAlive();
		KeyState from = key.life().state();
		if (from == state) {
			return key.life();
		}
		if (!Objects.requireNonNull(NEXT.get(from)).contains(state)) {
			throw QnspException.conflict("The key is %s and can't become %s (expected: %s)".formatted(from.wireName(),
					state.wireName(), possible(from)));
		}
		Life next = key.life().to(state, reason);
		return (state == KeyState.DEACTIVATED || state == KeyState.COMPROMISED) ? next.rotateAt(null) : next;
	}

	private static String possible(KeyState from) {
		Set<KeyState> next = Objects.requireNonNull(NEXT.get(from));
		return next.isEmpty() ? "only its destruction is left"
				: String.join(" or ", next.stream().map(KeyState::wireName).toList());
	}

	/**
	 * Plans the end. A plan that is there already stays, unless another one is meant.
	 * @param key the key
	 * @param days how long to wait; {@code null} for as long as possible
	 * @param now the time
	 * @return the next point
	 */
	static Life planDestruction(StoredKey key, @Nullable Integer days, Instant now) {
		if (days != null && (days < FEWEST_DAYS || days > MOST_DAYS)) {
			throw QnspException.badRequest("waitingDays",
					"%d (expected: %d..%d)".formatted(days, FEWEST_DAYS, MOST_DAYS));
		}
		key.requireAlive();
		if (key.life().destroyAt() == null) {
			return key.life().destroyAt(now.plus(Duration.ofDays((days != null) ? days : MOST_DAYS)));
		}
		if (days != null) {
			throw QnspException.conflict("The destruction of the key is planned for %s (expected: cancel it first)"
				.formatted(key.life().destroyAt()));
		}
		return key.life();
	}

	/**
	 * Drops the plan of the end.
	 * @param key the key
	 * @return the next point
	 */
	static Life cancelDestruction(StoredKey key) {
		key.requireAlive();
		if (key.life().destroyAt() == null) {
			throw QnspException.conflict("No destruction of the key is planned");
		}
		return key.life().destroyAt(null);
	}

	/**
	 * Refuses a key that can't get a new version.
	 * @param key the key
	 */
	static void requireRotatable(StoredKey key) {
		key.requireAlive();
		if (key.origin() == KeyOrigin.PUBLIC) {
			throw QnspException.unprocessable("keyId",
					"only the public part of the key is here (expected: a key with its private part)");
		}
		key.requireKept();
		if (key.life().state() != KeyState.ACTIVE) {
			throw QnspException.conflict("The key is %s (expected: active)".formatted(key.life().state().wireName()));
		}
	}

}
