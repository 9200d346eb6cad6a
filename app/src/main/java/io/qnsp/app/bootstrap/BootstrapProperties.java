package io.qnsp.app.bootstrap;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Keys for automation, {@code qnsp.bootstrap.*}.
 *
 * @param apiKey the demo tenant's owner key, instead of a random one that is printed
 * @param operatorApiKey the platform operator's key, instead of a random one that is
 * printed
 */
@ConfigurationProperties("qnsp.bootstrap")
record BootstrapProperties(@Nullable String apiKey, @Nullable String operatorApiKey) {

	BootstrapProperties {
		apiKey = (apiKey == null || apiKey.isBlank()) ? null : apiKey;
		operatorApiKey = (operatorApiKey == null || operatorApiKey.isBlank()) ? null : operatorApiKey;
	}

	@Override
	public String toString() {
		return "BootstrapProperties[]";
	}

}
