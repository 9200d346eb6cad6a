package io.qnsp.app.contract;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Period;
import java.util.Iterator;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.qnsp.core.time.CalendarPeriod;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Teaches swagger-core what it does not know of this project's records: a component is
 * never null unless it is {@link Nullable}, Jackson 3 trees are JSON objects, and
 * durations are ISO 8601 strings.
 * <p>
 * A component that is null but always written is marked with {@value #WRITTEN}; whether
 * that makes it a required field depends on who writes it, which {@link FinishedDocument}
 * knows.
 */
final class RecordSchemas implements ModelConverter {

	static final String WRITTEN = "x-always-written";

	private static final String REFERENCE = "#/components/schemas/";

	@Override
	public boolean isOpenapi31() {
		return true;
	}

	// The interface that swagger-core gives to implement is raw, and says null for "no
	// schema".
	@Override
	@SuppressWarnings("rawtypes")
	public @Nullable Schema resolve(AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
		JavaType javaType = Json31.mapper().constructType(type.getType());
		Class<?> raw = (javaType != null) ? javaType.getRawClass() : Object.class;
		if (JsonNode.class.isAssignableFrom(raw)) {
			return new JsonSchema().typesItem("object");
		}
		if (raw == Duration.class || raw == Period.class || raw == CalendarPeriod.class) {
			return new JsonSchema().typesItem("string").format("duration");
		}
		if (!chain.hasNext()) {
			return null;
		}
		Schema<?> schema = chain.next().resolve(type, context, chain);
		if (schema != null && raw.isRecord()) {
			String reference = schema.get$ref();
			Schema<?> model = (reference != null)
					? context.getDefinedModels().get(reference.substring(REFERENCE.length())) : schema;
			if (model != null && model.getProperties() != null) {
				List.of(raw.getRecordComponents()).forEach((component) -> describe(component, model));
			}
		}
		return schema;
	}

	private static void describe(RecordComponent component, Schema<?> model) {
		JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
		String name = (renamed != null && !renamed.value().isEmpty()) ? renamed.value() : component.getName();
		Schema<?> property = model.getProperties().get(name);
		if (property == null) {
			return;
		}
		if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
			require(model, name);
		}
		else if (!leftOut(component)) {
			model.getProperties().put(name, orNull(property));
		}
	}

	private static void require(Schema<?> model, String name) {
		if (model.getRequired() == null || !model.getRequired().contains(name)) {
			model.addRequiredItem(name);
		}
	}

	private static boolean leftOut(RecordComponent component) {
		JsonInclude own = component.getAccessor().getAnnotation(JsonInclude.class);
		JsonInclude include = (own != null) ? own : component.getDeclaringRecord().getAnnotation(JsonInclude.class);
		return include != null && include.value() != JsonInclude.Include.ALWAYS;
	}

	private static Schema<?> orNull(Schema<?> property) {
		Schema<?> result = property;
		if (property.getExtensions() != null && property.getExtensions().containsKey(WRITTEN)) {
			// The same record is resolved once for each place that uses it.
			return property;
		}
		if (property.get$ref() != null) {
			result = new JsonSchema().oneOf(List.of(property, new JsonSchema().typesItem("null")));
		}
		else {
			property.addType("null");
			if (property.getEnum() != null && !property.getEnum().contains(null)) {
				property.addEnumItemObject(null);
			}
		}
		result.addExtension(WRITTEN, true);
		return result;
	}

}
