package io.qnsp.app.web;

import java.beans.PropertyEditorSupport;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.PropertyEditorRegistry;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.ConfigurableWebBindingInitializer;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerAdapter;

/**
 * Values in paths and queries have one form each. By itself Java takes {@code 1-1-1-1-1}
 * for a UUID, and Spring {@code 0x10} for a number and {@code on} for true. They are
 * editors, because Spring falls back on its own lenient ones where a converter refuses.
 */
@Component
final class StrictValues {

	StrictValues(@Qualifier("requestMappingHandlerAdapter") RequestMappingHandlerAdapter handlers) {
		ConfigurableWebBindingInitializer binding = (ConfigurableWebBindingInitializer) Objects
			.requireNonNull(handlers.getWebBindingInitializer());
		binding.setPropertyEditorRegistrar(StrictValues::register);
	}

	private static void register(PropertyEditorRegistry registry) {
		registry.registerCustomEditor(UUID.class, new Editor(StrictValues::id));
		registry.registerCustomEditor(Integer.class, new Editor((text) -> Integer.valueOf(digits(text))));
		registry.registerCustomEditor(Long.class, new Editor((text) -> Long.valueOf(digits(text))));
		registry.registerCustomEditor(Boolean.class, new Editor(StrictValues::truth));
	}

	private static UUID id(String text) {
		UUID id = UUID.fromString(text);
		if (!id.toString().equalsIgnoreCase(text)) {
			throw new IllegalArgumentException("not the 36 characters of a UUID");
		}
		return id;
	}

	private static String digits(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if ((c < '0' || c > '9') && (c != '-' || i > 0)) {
				throw new IllegalArgumentException("not a decimal number");
			}
		}
		return text;
	}

	private static Boolean truth(String text) {
		return switch (text) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new IllegalArgumentException("neither true nor false");
		};
	}

	/**
	 * Reads one type; an empty text is no value.
	 */
	private static final class Editor extends PropertyEditorSupport {

		private final Function<String, Object> reader;

		Editor(Function<String, Object> reader) {
			this.reader = reader;
		}

		@Override
		public void setAsText(@Nullable String text) {
			setValue((text == null || text.isEmpty()) ? null : this.reader.apply(text));
		}

	}

}
