package io.qnsp.crypto.keywrap;

import java.util.HexFormat;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.Vectors;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.secret.SecretBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KeyWrapTests {

	@Test
	void agreesWithEveryCaseOfWycheproof() {
		int run = 0;
		for (JsonNode group : Vectors.read("wycheproof/aes_kwp_test.json").path("testGroups")) {
			for (JsonNode test : group.path("tests")) {
				assertThat(unwraps(test)).as("unwrap %s", test).isEqualTo(isValid(test));
				if (isValid(test)) {
					assertThat(wrapped(test)).as("wrap %s", test).isEqualTo(hex(test, "ct"));
				}
				run++;
			}
		}
		assertThat(run).isEqualTo(254);
	}

	// "acceptable" is an empty key or one whose wrapping is weak: neither is taken.
	private static boolean isValid(JsonNode test) {
		return test.path("result").asString().equals("valid");
	}

	private static byte[] wrapped(JsonNode test) {
		try (SecretBytes wrapping = SecretBytes.takeOver(hex(test, "key"));
				SecretBytes key = SecretBytes.takeOver(hex(test, "msg"))) {
			return KeyWrap.wrap(wrapping, key);
		}
	}

	private static boolean unwraps(JsonNode test) {
		try (SecretBytes wrapping = SecretBytes.takeOver(hex(test, "key"));
				SecretBytes key = KeyWrap.unwrap(wrapping, hex(test, "ct"));
				SecretBytes expected = SecretBytes.takeOver(hex(test, "msg"))) {
			return key.equals(expected);
		}
		catch (DecryptionException ex) {
			return false;
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 8, 9, 32, 64, 2400, 4096 })
	void givesBackWhatItWrappedAndNothingElse(int length) {
		try (SecretBytes wrapping = TestEngine.ENGINE.randoms().secret(32);
				SecretBytes other = TestEngine.ENGINE.randoms().secret(32);
				SecretBytes key = TestEngine.ENGINE.randoms().secret(length)) {
			byte[] wrapped = KeyWrap.wrap(wrapping, key);
			assertThat(wrapped.length).isBetween(length + 8, length + KeyWrap.MOST_OVERHEAD_BYTES);
			try (SecretBytes back = KeyWrap.unwrap(wrapping, wrapped)) {
				assertThat(back).isEqualTo(key);
			}
			assertThatExceptionOfType(DecryptionException.class).isThrownBy(() -> KeyWrap.unwrap(other, wrapped))
				.withNoCause();
			wrapped[wrapped.length - 1] ^= 1;
			assertThatExceptionOfType(DecryptionException.class).isThrownBy(() -> KeyWrap.unwrap(wrapping, wrapped));
		}
	}

	@Test
	void refusesNoKeyAndTooLongAKey() {
		try (SecretBytes wrapping = TestEngine.ENGINE.randoms().secret(32);
				SecretBytes none = SecretBytes.takeOver(new byte[0]);
				SecretBytes tooLong = SecretBytes.takeOver(new byte[4097])) {
			assertThatIllegalArgumentException().isThrownBy(() -> KeyWrap.wrap(wrapping, none));
			assertThatIllegalArgumentException().isThrownBy(() -> KeyWrap.wrap(wrapping, tooLong));
			assertThatExceptionOfType(DecryptionException.class)
				.isThrownBy(() -> KeyWrap.unwrap(wrapping, new byte[10_000]));
			assertThatExceptionOfType(DecryptionException.class)
				.isThrownBy(() -> KeyWrap.unwrap(wrapping, new byte[0]));
		}
	}

	private static byte[] hex(JsonNode test, String field) {
		return HexFormat.of().parseHex(test.path(field).asString());
	}

}
