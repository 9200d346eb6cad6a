package io.qnsp.app.web;

import java.util.UUID;

import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/**
 * Ids in paths and queries have the one form that they are given out in: Java by itself
 * takes {@code 1-1-1-1-1} for a UUID.
 */
@Configuration(proxyBeanMethods = false)
class StrictIds implements WebFluxConfigurer {

	@Override
	public void addFormatters(FormatterRegistry registry) {
		registry.addConverter(new TextToId());
	}

	private static final class TextToId implements Converter<String, UUID> {

		@Override
		public UUID convert(String text) {
			UUID id = UUID.fromString(text);
			if (!id.toString().equalsIgnoreCase(text)) {
				throw new IllegalArgumentException("not the 36 characters of a UUID");
			}
			return id;
		}

	}

}
