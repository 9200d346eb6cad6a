package io.qnsp.auth.apikey;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

import io.qnsp.crypto.random.Randoms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ApiKeyFormatTests {

	private static final Randoms RANDOMS = Randoms.seeded();

	@Test
	void makesKeysOf256RandomBits() {
		Set<String> keys = new HashSet<>();
		for (int i = 0; i < 1000; i++) {
			String key = ApiKeyFormat.generate(RANDOMS);
			assertThat(key).startsWith("qnsp_pqc_").hasSize(9 + 43).satisfies((made) -> {
				assertThat(ApiKeyFormat.isAcceptable(made)).isTrue();
				assertThat(ApiKeyFormat.shown(made)).isEqualTo(made.substring(0, 20));
			});
			keys.add(key);
		}
		assertThat(keys).hasSize(1000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "qnsp_pqc_", "qnsp_pqc_tooshort", "qnsp_pat_0123456789abcdefghij",
			"qnsp_pqc_0123456789abcdef ", "qnsp_pqc_0123456789abcdef\u0000", "qnsp_pqc_0123456789abcd+f",
			"qnsp_pqc_0123456789abcdef\n", "QNSP_PQC_0123456789abcdef" })
	void refusesOtherForms(String text) {
		assertThat(ApiKeyFormat.isAcceptable(text)).isFalse();
	}

	@Test
	void acceptsUpTo200Characters() {
		assertThat(ApiKeyFormat.isAcceptable("qnsp_pqc_" + "a".repeat(191))).isTrue();
		assertThat(ApiKeyFormat.isAcceptable("qnsp_pqc_" + "a".repeat(192))).isFalse();
	}

	@Test
	void showsNoMoreThanAThirdOfAnySecret() {
		for (int length = 16; length <= 191; length++) {
			String shown = ApiKeyFormat.shown("qnsp_pqc_" + "a".repeat(length));
			assertThat(shown.length() - 9).isLessThanOrEqualTo(length / 3);
			assertThat(shown.length()).isBetween(9, 20);
		}
	}

	@Test
	void hashesTellKeysApart() {
		String key = ApiKeyFormat.generate(RANDOMS);
		assertThat(KeyHash.of(key).matches(KeyHash.of(key))).isTrue();
		assertThat(KeyHash.of(key).matches(KeyHash.stored(KeyHash.of(key).toBytes()))).isTrue();
		assertThat(KeyHash.of(key).matches(KeyHash.of(key + "x"))).isFalse();
		assertThat(KeyHash.of(key).toBytes()).hasSize(32);
	}

	@Test
	void aKeyExpiresAtItsExpiryAndStaysRevoked() {
		Instant expiry = Instant.parse("2026-01-01T00:00:00Z");
		assertThat(ApiKey.statusAt(expiry.minusNanos(1), expiry, null)).isEqualTo(ApiKey.Status.ACTIVE);
		assertThat(ApiKey.statusAt(expiry, expiry, null)).isEqualTo(ApiKey.Status.EXPIRED);
		assertThat(ApiKey.statusAt(expiry, null, null)).isEqualTo(ApiKey.Status.ACTIVE);
		assertThat(ApiKey.statusAt(expiry.plusSeconds(1), expiry, expiry)).isEqualTo(ApiKey.Status.REVOKED);
	}

	@Test
	void secretsAreNotInTheTextOfTheirRecords() {
		IssuedApiKey issued = new IssuedApiKey(new java.util.UUID(1, 2), "name", "qnsp_pqc_secret", "qnsp_pqc_", null,
				null, java.util.List.of(), java.util.List.of(), "me", Instant.EPOCH, null);
		assertThat(issued.toString()).doesNotContain("secret");
	}

}
