package io.qnsp.kms.escrow.policy;

import java.util.List;

import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeyScopeTests {

	@ParameterizedTest
	@CsvSource({ "AES-256-GCM, true", "AES, true", "aes, true", "encryption, true", "signing, false", "RSA, false",
			"ML-DSA-65, false", "AES-128-GCM, false" })
	void takesKeysOfItsTypes(String type, boolean taken) {
		KeyScope scope = new KeyScope(List.of(type)).checked();
		assertThat(scope.takes(Algorithm.AES_256_GCM, Purpose.ENCRYPTION)).isEqualTo(taken);
	}

	@Test
	void takesEveryKeyWithoutTypesAndAnyOfSeveral() {
		assertThat(new KeyScope(List.of()).takes(Algorithm.RSA_3072, Purpose.SIGNING)).isTrue();
		assertThat(new KeyScope(List.of("ML-KEM", "mac")).takes(Algorithm.ML_KEM_768, Purpose.KEM)).isTrue();
	}

	@Test
	void refusesTypesThatDoNotExist() {
		assertThatExceptionOfType(QnspException.class)
			.isThrownBy(() -> new KeyScope(List.of("RSA", "enigma")).checked())
			.satisfies((refusal) -> assertThat(refusal.details()).containsOnlyKeys("keyTypes[1]"));
		assertThatExceptionOfType(QnspException.class)
			.isThrownBy(() -> new KeyScope(List.of("x".repeat(100_000))).checked());
	}

}
