package io.qnsp.app.contract;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ShapeNotationTests {

	private static final JsonMapper JSON = new JsonMapper();

	@Test
	void readsTypesWithFormatBoundsNullAndNote() {
		assertThat(read("'number'")).isEqualTo(new Shape.Scalar("number", null, null, false));
		assertThat(read("'string date-time|null'")).isEqualTo(new Shape.Scalar("string", "date-time", null, true));
		assertThat(read("'string base64'")).isEqualTo(new Shape.Scalar("string", "base64", null, false));
		assertThat(read("'number 0..100'")).isEqualTo(new Shape.Scalar("number", null, new Shape.Range(0, 100), false));
		assertThat(read("'string (1h, 24h)'")).isEqualTo(new Shape.Scalar("string", null, null, false));
	}

	@Test
	void readsChoicesAndConstants() {
		assertThat(read("'mfa|captcha|null'")).isEqualTo(new Shape.Choice(List.of("mfa", "captcha"), true));
		assertThat(read("'=pending'")).isEqualTo(new Shape.Constant("pending"));
		assertThat(read("'=true'")).isEqualTo(new Shape.Constant(true));
	}

	@Test
	void readsObjectsAndArrays() {
		assertThat(read("{'a': 'string', 'b?': ['number'], '*': 'boolean'}")).isEqualTo(new Shape.Fields(Map.of( //
				"a", new Shape.Field(new Shape.Scalar("string", null, null, false), true), //
				"b", new Shape.Field(new Shape.ListOf(new Shape.Scalar("number", null, null, false)), false)),
				new Shape.Scalar("boolean", null, null, false)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "''", "'null'", "'text'", "'low||high'", "'low|number'", "'number|string'",
			"'string date'", "'string (a) (b)'", "5", "true", "[]", "['string', 'string']", "{'a': null}" })
	void refusesWhatIsNoShape(String notation) {
		assertThatIllegalArgumentException().isThrownBy(() -> read(notation)).withMessageContaining("expected: ");
	}

	private static Shape read(String notation) {
		return ShapeNotation.read(JSON.readTree(notation.replace('\'', '"')));
	}

}
