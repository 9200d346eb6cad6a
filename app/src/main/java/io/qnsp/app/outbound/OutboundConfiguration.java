package io.qnsp.app.outbound;

import java.time.Duration;
import java.util.List;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires calls to targets that tenants name.
 */
@Configuration(proxyBeanMethods = false)
class OutboundConfiguration {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	@Bean
	TargetRules targetRules(@Value("${qnsp.streaming.allow-insecure:false}") boolean allowInsecure,
			@Value("${qnsp.outbound.allowed-networks:}") List<String> networks) {
		return new TargetRules(allowInsecure, networks);
	}

	@Bean
	Outbound outbound(TargetRules rules) {
		return new Outbound(rules, LIMIT);
	}

}
