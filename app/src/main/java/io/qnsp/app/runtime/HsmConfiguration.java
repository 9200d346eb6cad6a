package io.qnsp.app.runtime;

import java.time.Clock;

import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.hsm.HsmBridge;
import io.qnsp.hsm.HsmSettings;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The one bridge to HSMs of this process. No library is loaded before it is used.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HsmProperties.class)
class HsmConfiguration {

	@Bean
	HsmSettings hsmSettings(HsmProperties properties) {
		return properties.settings();
	}

	@Bean
	HsmBridge hsmBridge(HsmSettings settings, Clock clock, MeterRegistry meters) {
		return new HsmBridge(settings, clock, meters);
	}

}
