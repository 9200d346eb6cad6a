package io.qnsp.core.integrity.json;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CanonicalJsonTests {

	@Test
	void writesTheStructureOfTheStandard() {
		assertThat(canonical("""
				{
				  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
				  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
				  "literals": [null, true, false]
				}"""))
			.isEqualTo("{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
					+ "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
	}

	@Test
	void sortsNamesByCodeUnitsAsTheStandardDoes() {
		assertThat(canonical(
				"""
						{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
						"\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}"""))
			.containsSubsequence("Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis",
					"Euro Sign", "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh");
	}

	@Test
	void escapesWhatMustBeEscapedAndNothingElse() {
		assertThat(new String(CanonicalJson.bytes("\u0000\b\t\n\u000b\f\r\u001f \"\\/\u007f\u2028\ud83d\ude00"),
				StandardCharsets.UTF_8))
			.isEqualTo("\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\/\u007f\u2028\ud83d\ude00\"");
	}

	@Test
	void oneValueHasOneForm() {
		Map<String, Object> one = new LinkedHashMap<>();
		one.put("b", List.of(1, 2L, 2.5f));
		one.put("a", Collections.singletonMap("x", null));
		assertThat(CanonicalJson.bytes(one)).isEqualTo(CanonicalJson
			.canonical(" { \"a\" : {\"x\":null}, \"b\":[1.0, 2e0 ,2.50] } ".getBytes(StandardCharsets.UTF_8)));
		assertThat(canonical("-0")).isEqualTo("0");
		assertThat(canonical(canonical("{\"a\":1e-7,\"A\":[]}"))).isEqualTo("{\"A\":[],\"a\":1e-7}");
	}

	@Test
	void refusesWhatHasNoCanonicalForm() {
		for (Object bad : List.of("\ud800", "a\udc00b", "\ude00\ud83d", Double.NaN, Double.NEGATIVE_INFINITY,
				List.of(Float.POSITIVE_INFINITY), Map.of("\ud800", 1), new Object())) {
			assertThatIllegalArgumentException().as(String.valueOf(bad)).isThrownBy(() -> CanonicalJson.bytes(bad));
		}
		for (String bad : List.of("", "{", "{\"a\":1,\"a\":1}", "[1][2]", "1e999", "\"\\ud800\"", "NaN", "{'a':1}",
				"[".repeat(200) + "]".repeat(200))) {
			assertThatIllegalArgumentException().as(bad).isThrownBy(() -> canonical(bad));
		}
	}

	private static String canonical(String json) {
		return new String(CanonicalJson.canonical(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
	}

}
