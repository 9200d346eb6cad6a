package io.qnsp.kms.keys.use;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.keys.KeyOperation;
import io.qnsp.kms.keys.KeyOrigin;
import io.qnsp.kms.keys.KeyState;
import io.qnsp.kms.keys.Protection;
import io.qnsp.kms.keys.store.StoredKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class UseRulesTests {

	private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

	@ParameterizedTest
	@EnumSource
	void aKeyDoesWhatItsPurposeAndItsStateAllow(KeyState state) {
		for (Purpose purpose : Purpose.values()) {
			for (KeyOperation operation : KeyOperation.values()) {
				assertThat(refusal(key(Algorithm.ML_DSA_65, purpose, state, null), operation, NOW))
					.as("%s, %s, %s", state, purpose, operation)
					.isEqualTo(expected(purpose, state, operation));
			}
		}
	}

	private static @Nullable ErrorCode expected(Purpose purpose, KeyState state, KeyOperation operation) {
		if (state == KeyState.DESTROYED) {
			return ErrorCode.GONE;
		}
		if (!operation.purposes().contains(purpose)) {
			return ErrorCode.UNPROCESSABLE_ENTITY;
		}
		return switch (state) {
			case ACTIVE -> null;
			case DEACTIVATED, COMPROMISED -> operation.protects() ? ErrorCode.CONFLICT : null;
			default -> ErrorCode.CONFLICT;
		};
	}

	@Test
	void aKeyThatWaitsForItsEndDoesNothing() {
		StoredKey key = key(Algorithm.ML_DSA_65, Purpose.SIGNING, KeyState.ACTIVE, NOW);
		assertThat(refusal(key, KeyOperation.SIGN, NOW)).isEqualTo(ErrorCode.CONFLICT);
		assertThat(refusal(key, KeyOperation.VERIFY, NOW)).isEqualTo(ErrorCode.CONFLICT);
	}

	@Test
	void whatIsToBeMovedAwayFromProtectsNothingNew() {
		for (Algorithm algorithm : new Algorithm[] { Algorithm.RSA_2048, Algorithm.LMS, Algorithm.XMSS }) {
			StoredKey key = key(algorithm, Purpose.SIGNING, KeyState.ACTIVE, null);
			assertThat(refusal(key, KeyOperation.SIGN, NOW)).isEqualTo(ErrorCode.UNPROCESSABLE_ENTITY);
			assertThat(refusal(key, KeyOperation.VERIFY, NOW)).isNull();
		}
		StoredKey curve = key(Algorithm.ECDSA_P384, Purpose.SIGNING, KeyState.ACTIVE, null);
		assertThat(refusal(curve, KeyOperation.SIGN, Instant.parse("2036-01-01T00:00:00Z")))
			.isEqualTo(ErrorCode.UNPROCESSABLE_ENTITY);
		assertThat(refusal(curve, KeyOperation.VERIFY, Instant.parse("2036-01-01T00:00:00Z"))).isNull();
	}

	private static @Nullable ErrorCode refusal(StoredKey key, KeyOperation operation, Instant now) {
		try {
			UseRules.require(key, operation, now);
			return null;
		}
		catch (QnspException refusal) {
			return refusal.code();
		}
	}

	private static StoredKey key(Algorithm algorithm, Purpose purpose, KeyState state, @Nullable Instant destroyAt) {
		StoredKey.Life life = new StoredKey.Life(state, null, null, null, destroyAt,
				(state == KeyState.DESTROYED) ? NOW : null);
		return new StoredKey(new UUID(1, 1), new UUID(2, 2), null, purpose, algorithm, Protection.SOFTWARE, null,
				KeyOrigin.GENERATED, life, 1, Map.of(), null, NOW, NOW, NOW);
	}

}
