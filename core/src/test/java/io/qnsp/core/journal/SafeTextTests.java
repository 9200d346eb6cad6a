package io.qnsp.core.journal;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class SafeTextTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	@Test
	void leavesGoodTextAlone() {
		String good = "plain, \u00fcml\u00e4ut, \ud83d\ude00, \u0001, \\u0000";
		assertThat(SafeText.text(good, 100)).isSameAs(good);
	}

	@Test
	void replacesNulAndLoneSurrogates() {
		assertThat(SafeText.text("a\0b\ud800c\udc00\ud800", 100)).isEqualTo("a\ufffdb\ufffdc\ufffd\ufffd");
	}

	@Test
	void doesNotCutASurrogatePairInHalf() {
		assertThat(SafeText.text("ab\ud83d\ude00", 3)).isEqualTo("ab\ufffd");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "\"\\u0000\"|\"\\ufffd\"", "\"\\\\u0000\"|\"\\\\u0000\"", "\"\\\\\\u0000\"|\"\\\\\\ufffd\"",
					"\"\\ud800\"|\"\\ufffd\"", "\"\\ud83d\\ude00\"|\"\\ud83d\\ude00\"",
					"\"\\ude00\\ud83d\"|\"\\ufffd\\ufffd\"", "\"\\ud83d\\n\"|\"\\ufffd\\n\"",
					"\"\\u00e9\\\"\"|\"\\u00e9\\\"\"" })
	void replacesBadEscapesInJson(String json, String expected) {
		assertThat(SafeText.json(json)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void whateverGoesInIsValidAndSameAfterASecondTime(long seed) {
		Random random = new Random(seed);
		char[] alphabet = { 'a', '\\', '"', 0, 1, '\ud800', '\udbff', '\udc00', '\udfff', '\u00e9', 'u', '0' };
		for (int i = 0; i < 500; i++) {
			StringBuilder text = new StringBuilder();
			random.ints(random.nextInt(12), 0, alphabet.length).forEach((c) -> text.append(alphabet[c]));
			String safe = SafeText.text(text.toString(), 100);
			assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(safe)).isTrue();
			assertThat(safe).hasSameSizeAs(text).doesNotContain("\0");
			assertThat(SafeText.text(safe, 100)).isEqualTo(safe);
			String json = SafeText.json(JSON.writeValueAsString(Map.of("k", text.toString())));
			assertThat(JSON.readValue(json, Map.class)).isEqualTo(Map.of("k", safe));
		}
	}

}
