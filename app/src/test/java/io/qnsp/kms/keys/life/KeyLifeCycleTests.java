package io.qnsp.kms.keys.life;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.keys.KeyOrigin;
import io.qnsp.kms.keys.KeyState;
import io.qnsp.kms.keys.Protection;
import io.qnsp.kms.keys.store.RotationPeriod;
import io.qnsp.kms.keys.store.StoredKey;
import io.qnsp.kms.keys.store.StoredKey.Life;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeyLifeCycleTests {

	private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

	/** SP 800-57 part 1 revision 5, figure 3, without the ways into destruction. */
	private static final Map<KeyState, Set<KeyState>> WAYS = Map.of(KeyState.PRE_ACTIVATION,
			EnumSet.of(KeyState.ACTIVE, KeyState.DEACTIVATED, KeyState.COMPROMISED), KeyState.ACTIVE,
			EnumSet.of(KeyState.SUSPENDED, KeyState.DEACTIVATED, KeyState.COMPROMISED), KeyState.SUSPENDED,
			EnumSet.of(KeyState.ACTIVE, KeyState.DEACTIVATED, KeyState.COMPROMISED), KeyState.DEACTIVATED,
			EnumSet.of(KeyState.COMPROMISED), KeyState.COMPROMISED, EnumSet.noneOf(KeyState.class));

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DESTROYED")
	void aKeyGoesOnlyTheWaysOfTheStandard(KeyState from) {
		StoredKey key = key(life(from, null));
		for (KeyState to : KeyState.values()) {
			if (to == from) {
				assertThat(KeyLifeCycle.change(key, to, "why")).isEqualTo(key.life());
			}
			else if (WAYS.get(from).contains(to)) {
				assertThat(KeyLifeCycle.change(key, to, "why").state()).isEqualTo(to);
			}
			else {
				refused(ErrorCode.CONFLICT, () -> KeyLifeCycle.change(key, to, "why"));
			}
		}
	}

	@Test
	void aDestroyedKeyStaysDestroyed() {
		StoredKey key = key(life(KeyState.ACTIVE, null).destroyed(NOW));
		refused(ErrorCode.GONE, () -> KeyLifeCycle.change(key, KeyState.ACTIVE, null));
		refused(ErrorCode.GONE, () -> KeyLifeCycle.planDestruction(key, 7, NOW));
		refused(ErrorCode.GONE, () -> KeyLifeCycle.cancelDestruction(key));
		refused(ErrorCode.GONE, () -> KeyLifeCycle.requireRotatable(key));
	}

	@Test
	void aKeyThatIsOutOfUseForGoodIsNotRotatedByItselfAnyMore() {
		StoredKey key = key(life(KeyState.ACTIVE, null));
		assertThat(KeyLifeCycle.change(key, KeyState.SUSPENDED, null).rotateAt()).isNotNull();
		assertThat(KeyLifeCycle.change(key, KeyState.DEACTIVATED, null).rotateAt()).isNull();
		assertThat(KeyLifeCycle.change(key, KeyState.COMPROMISED, null).rotateAt()).isNull();
	}

	@Test
	void theEndIsPlannedOnceWithinItsBoundsAndCanBeCancelled() {
		StoredKey key = key(life(KeyState.SUSPENDED, null));
		Life planned = KeyLifeCycle.planDestruction(key, 7, NOW);
		assertThat(planned.destroyAt()).isEqualTo(NOW.plus(Duration.ofDays(7)));
		StoredKey doomed = key.with(planned, NOW);
		assertThat(KeyLifeCycle.planDestruction(doomed, null, NOW.plusSeconds(60))).isEqualTo(planned);
		refused(ErrorCode.CONFLICT, () -> KeyLifeCycle.planDestruction(doomed, 30, NOW.plusSeconds(60)));
		assertThat(KeyLifeCycle.planDestruction(key, null, NOW).destroyAt()).isEqualTo(NOW.plus(Duration.ofDays(30)));
		assertThat(KeyLifeCycle.cancelDestruction(key.with(planned, NOW))).isEqualTo(key.life());
		refused(ErrorCode.BAD_REQUEST, () -> KeyLifeCycle.planDestruction(key, 6, NOW));
		refused(ErrorCode.BAD_REQUEST, () -> KeyLifeCycle.planDestruction(key, 31, NOW));
		refused(ErrorCode.CONFLICT, () -> KeyLifeCycle.cancelDestruction(key));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "DESTROYED", "ACTIVE" })
	void onlyAnActiveKeyGetsAnotherVersion(KeyState state) {
		refused(ErrorCode.CONFLICT, () -> KeyLifeCycle.requireRotatable(key(life(state, null))));
		KeyLifeCycle.requireRotatable(key(life(KeyState.ACTIVE, null)));
		refused(ErrorCode.CONFLICT, () -> KeyLifeCycle.requireRotatable(key(life(KeyState.ACTIVE, NOW))));
	}

	private static void refused(ErrorCode code, Runnable change) {
		assertThatExceptionOfType(QnspException.class).isThrownBy(change::run)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(code));
	}

	private static Life life(KeyState state, @Nullable Instant destroyAt) {
		return new Life(state, null, (state == KeyState.PRE_ACTIVATION) ? NOW : null, NOW, destroyAt, null);
	}

	private static StoredKey key(Life life) {
		return new StoredKey(new UUID(1, 1), new UUID(2, 2), null, Purpose.SIGNING, Algorithm.ML_DSA_65,
				Protection.SOFTWARE, null, KeyOrigin.GENERATED, life, 1, Map.of(), new RotationPeriod("P90D"), NOW, NOW,
				NOW);
	}

}
