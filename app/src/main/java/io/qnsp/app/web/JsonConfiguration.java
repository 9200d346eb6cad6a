package io.qnsp.app.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

import io.qnsp.core.error.Base64Text;
import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.type.LogicalType;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * JSON, decided once: bounded in depth and size, strict about types and duplicate names,
 * tolerant of unknown fields (clients of several generations send extra ones), times as
 * ISO 8601 with milliseconds.
 */
@Configuration(proxyBeanMethods = false)
class JsonConfiguration {

	private static final int MAX_DEPTH = 64;

	private static final int MAX_TEXT = 1 << 20;

	// PostgreSQL gives a stored number back without its exponent: 4.9e-324 is then 343
	// characters long, and what a caller may send must be readable again.
	private static final int MAX_NUMBER_DIGITS = 1_000;

	@Bean
	@Primary
	JsonMapper jsonMapper() {
		JsonFactory factory = JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNestingDepth(MAX_DEPTH)
				.maxStringLength(MAX_TEXT)
				.maxNumberLength(MAX_NUMBER_DIGITS)
				.build())
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.build();
		SimpleModule times = new SimpleModule("qnsp-times").addSerializer(Instant.class, new Milliseconds())
			.addDeserializer(Instant.class, new IsoText())
			.addDeserializer(byte[].class, new StrictBase64());
		return JsonMapper.builder(factory)
			.addModule(times)
			.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
			// What a caller may choose freely is given back digit by digit.
			.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
			.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
			// Nor is an empty or blank text nothing, except where text is wanted.
			.withCoercionConfigDefaults((any) -> any.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
				.setAcceptBlankAsEmpty(false))
			// Text is text: ALLOW_COERCION_OF_SCALARS does not look at it.
			.withCoercionConfig(LogicalType.Textual,
					(text) -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
						.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
			.build();
	}

	private static final class Milliseconds extends StdSerializer<Instant> {

		private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
			.withZone(ZoneOffset.UTC);

		Milliseconds() {
			super(Instant.class);
		}

		@Override
		public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(FORMAT.format(value));
		}

	}

	/**
	 * Reads ISO 8601 text only: by itself Jackson takes any number for a time.
	 */
	private static final class IsoText extends StdDeserializer<Instant> {

		IsoText() {
			super(Instant.class);
		}

		@Override
		public @Nullable Instant deserialize(JsonParser parser, DeserializationContext context) {
			if (!parser.hasToken(JsonToken.VALUE_STRING)) {
				return (Instant) context.handleUnexpectedToken(Instant.class, parser);
			}
			try {
				return Instant.parse(parser.getString());
			}
			catch (DateTimeParseException ex) {
				return (Instant) context.handleWeirdStringValue(Instant.class, parser.getString(), "not ISO 8601");
			}
		}

	}

	/**
	 * Reads bytes from the one base64 text that they have: by itself Jackson skips white
	 * space and control characters, and takes arrays of numbers. The text is never
	 * repeated, as it may be a secret.
	 */
	private static final class StrictBase64 extends StdDeserializer<byte[]> {

		StrictBase64() {
			super(byte[].class);
		}

		@Override
		public byte @Nullable [] deserialize(JsonParser parser, DeserializationContext context) {
			if (!parser.hasToken(JsonToken.VALUE_STRING)) {
				return (byte[]) context.handleUnexpectedToken(byte[].class, parser);
			}
			try {
				return Base64Text.decode("bytes", parser.getString());
			}
			catch (QnspException ex) {
				return (byte[]) context.handleWeirdStringValue(byte[].class, "(not shown)", "not base64");
			}
		}

	}

}
