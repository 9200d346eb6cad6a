package io.qnsp.app.security;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Cross-origin calls from browsers, {@code qnsp.cors.*}. Off by default.
 *
 * @param allowedOrigins exact origins such as {@code https://console.example.org}; none
 * by default, which refuses all
 */
@ConfigurationProperties("qnsp.cors")
record CorsProperties(@DefaultValue List<String> allowedOrigins) {

	CorsProperties {
		if (allowedOrigins.contains("*")) {
			throw new IllegalArgumentException("qnsp.cors.allowed-origins: * (expected: exact origins)");
		}
	}

}
