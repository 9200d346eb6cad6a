package io.qnsp.app.proof;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.qnsp.app.pipeline.Endpoint;
import io.qnsp.app.pipeline.EndpointCatalogue;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/**
 * What an endpoint takes, read from its handler method.
 *
 * @param endpoint the endpoint
 * @param body the type of its request body, or {@code null}
 * @param bodyRequired whether a call without a body is refused
 * @param variables the types of its path variables by name
 * @param parameters the types of its query parameters by name
 */
record EndpointShape(Endpoint endpoint, @Nullable Type body, boolean bodyRequired, Map<String, Class<?>> variables,
		Map<String, Class<?>> parameters) {

	private static final Pattern VARIABLE = Pattern.compile("\\{\\*?([^}:]+)[^}]*}");

	static List<EndpointShape> all(EndpointCatalogue catalogue, RequestMappingHandlerMapping mapping) {
		List<EndpointShape> shapes = new ArrayList<>();
		mapping.getHandlerMethods().values().forEach((handler) -> {
			Endpoint endpoint = catalogue.find(handler.getMethod());
			if (endpoint != null) {
				shapes.add(of(endpoint, handler.getMethod()));
			}
		});
		return shapes;
	}

	private static EndpointShape of(Endpoint endpoint, Method method) {
		Type body = null;
		boolean bodyRequired = false;
		Map<String, Class<?>> variables = new LinkedHashMap<>();
		Map<String, Class<?>> parameters = new LinkedHashMap<>();
		for (Parameter parameter : method.getParameters()) {
			PathVariable variable = parameter.getAnnotation(PathVariable.class);
			RequestParam query = parameter.getAnnotation(RequestParam.class);
			if (parameter.isAnnotationPresent(RequestBody.class)) {
				body = parameter.getParameterizedType();
				bodyRequired = parameter.getAnnotation(RequestBody.class).required();
			}
			else if (variable != null) {
				variables.put(nameOf(variable.name(), variable.value(), parameter), parameter.getType());
			}
			else if (query != null) {
				parameters.put(nameOf(query.name(), query.value(), parameter), parameter.getType());
			}
		}
		return new EndpointShape(endpoint, body, bodyRequired, variables, parameters);
	}

	private static String nameOf(String name, String value, Parameter parameter) {
		return !name.isEmpty() ? name : (!value.isEmpty() ? value : parameter.getName());
	}

	/**
	 * The path with its variables filled in.
	 * @param values the value of a variable by its name
	 */
	String path(Function<String, String> values) {
		return VARIABLE.matcher(this.endpoint.path())
			.replaceAll((found) -> Matcher.quoteReplacement(values.apply(found.group(1))));
	}

	/**
	 * The path with ids that nobody has.
	 */
	String unknownPath() {
		return path((name) -> new UUID(0x0197_a000_0000_7000L, 0x8000_0000_dead_0000L | name.length()).toString());
	}

	@Override
	public String toString() {
		return this.endpoint.method() + " " + this.endpoint.path();
	}

}
