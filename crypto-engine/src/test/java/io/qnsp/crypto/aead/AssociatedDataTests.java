package io.qnsp.crypto.aead;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AssociatedDataTests {

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void differentPartsNeverEncodeAlike(long seed) {
		Random random = new Random(seed);
		Map<String, List<String>> seen = new HashMap<>();
		for (int round = 0; round < 20_000; round++) {
			List<String> parts = Stream.generate(() -> part(random)).limit(1 + random.nextInt(4)).toList();
			List<String> before = seen.putIfAbsent(encoding(parts), parts);
			assertThat(before).satisfiesAnyOf((same) -> assertThat(same).isNull(),
					(same) -> assertThat(same).isEqualTo(parts));
		}
	}

	@Test
	void encodesCountThenLengthAndUtf8OfEachPart() {
		assertThat(encoding(List.of("a", "ä|"))).isEqualTo("02" + "000161" + "0003c3a47c");
	}

	@Test
	void refusesNothingAndEmptyAndEndlessAndUnencodableParts() {
		assertRefused(new String[0], "associated data: 0 parts (expected: 1..255)");
		assertRefused(new String[256], "associated data: 256 parts (expected: 1..255)");
		assertRefused(new String[] { "a", "" }, "associated data part: 0 bytes (expected: 1..65535)");
		assertRefused(new String[] { "x".repeat(65_536) }, "associated data part: 65536 bytes (expected: 1..65535)");
		assertRefused(new String[] { "a\ud800b" },
				"associated data part: not encodable as UTF-8 (expected: valid text)");
	}

	private static void assertRefused(String[] parts, String message) {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> AssociatedData.of(parts))
			.withMessage(message);
	}

	private static String encoding(List<String> parts) {
		return HexFormat.of().formatHex(AssociatedData.of(parts.toArray(String[]::new)).toByteArray());
	}

	private static String part(Random random) {
		String alphabet = "a|\u0000\u0001é";
		StringBuilder part = new StringBuilder();
		for (int length = 1 + random.nextInt(3); length > 0; length--) {
			part.append(alphabet.charAt(random.nextInt(alphabet.length())));
		}
		return part.toString();
	}

}
