package io.qnsp.kms.keys.creation;

import java.time.Instant;
import java.util.Arrays;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Availability;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.policy.CryptoPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeyChoiceTests {

	private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

	private static final CryptoPolicy NO_EXPERIMENTS = new CryptoPolicy(false, null);

	private static final CryptoPolicy EXPERIMENTS = new CryptoPolicy(true, NOW);

	@ParameterizedTest
	@CsvSource({ "ML-DSA-65,SIGNING", "kyber768,KEM", "AES-256-GCM,ENCRYPTION", "HMAC-SHA-256,MAC", "X25519,KEM" })
	void aPurposeThatFollowsMayBeMissing(String algorithm, Purpose purpose) {
		assertThat(KeyChoice.of(algorithm, null).purpose()).isEqualTo(purpose);
	}

	@Test
	void theSdksNameOfWrappingIsUnderstood() {
		assertThat(KeyChoice.of("aes-256-gcm", "key-wrapping").purpose()).isEqualTo(Purpose.WRAPPING);
	}

	@ParameterizedTest
	@EnumSource
	void aNewKeyIsWhatTheCatalogueAndThePolicyAllow(Algorithm algorithm) {
		KeyChoice choice = new KeyChoice(algorithm, algorithm.purposes().iterator().next());
		switch (algorithm.availability()) {
			case GENERAL -> choice.requireNew(NO_EXPERIMENTS, NOW);
			case EXPERIMENTAL -> {
				refused(ErrorCode.POLICY_DENIED, () -> choice.requireNew(NO_EXPERIMENTS, NOW));
				choice.requireNew(EXPERIMENTS, NOW);
			}
			case LEGACY, VERIFY_ONLY -> {
				refused(ErrorCode.UNPROCESSABLE_ENTITY, () -> choice.requireNew(EXPERIMENTS, NOW));
				choice.requireAllowed(NO_EXPERIMENTS, NOW);
			}
		}
	}

	@Test
	void whatShorsAlgorithmBreaksIsRefusedFrom2036On() {
		Instant last = Instant.parse("2035-12-31T23:59:59.999Z");
		Arrays.stream(Algorithm.values())
			.filter((algorithm) -> algorithm.availability() == Availability.GENERAL)
			.forEach((algorithm) -> {
				KeyChoice choice = new KeyChoice(algorithm, algorithm.purposes().iterator().next());
				choice.requireNew(NO_EXPERIMENTS, last);
				if (algorithm.family().isQuantumSafe()) {
					choice.requireNew(NO_EXPERIMENTS, last.plusMillis(1));
				}
				else {
					refused(ErrorCode.UNPROCESSABLE_ENTITY,
							() -> choice.requireNew(NO_EXPERIMENTS, last.plusMillis(1)));
				}
			});
	}

	private static void refused(ErrorCode code, Runnable check) {
		assertThatExceptionOfType(QnspException.class).isThrownBy(check::run)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(code));
	}

}
