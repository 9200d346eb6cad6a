package io.qnsp.app.runtime;

import java.util.Map;
import java.util.stream.Collectors;

import io.qnsp.crypto.provider.ProviderKind;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The crypto engine, {@code qnsp.crypto.*}.
 *
 * @param providers for an operation such as {@code ml-dsa-65.sign} or
 * {@code ml-kem-768.kem} the only provider to use: {@code jdk}, {@code native} or
 * {@code bouncy-castle}; the others take the fastest that passes its self test
 */
@ConfigurationProperties("qnsp.crypto")
record CryptoProperties(@DefaultValue Map<String, String> providers) {

	Map<String, ProviderKind> pins() {
		return this.providers.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, (pin) -> ProviderKind.named(pin.getValue())));
	}

}
