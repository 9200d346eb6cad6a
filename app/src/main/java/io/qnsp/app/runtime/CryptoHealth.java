package io.qnsp.app.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.crypto.CryptoEngine;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Who computes what: for operators in {@code /actuator/health/operators}, and as the
 * gauge {@code qnsp.crypto.provider}, which is 1 for each operation and its provider. An
 * engine that failed its self test does not start, so the state is always up.
 */
@Component("cryptoHealthIndicator")
final class CryptoHealth implements HealthIndicator {

	private final Health health;

	CryptoHealth(CryptoEngine engine, MeterRegistry meters) {
		Health.Builder details = Health.up();
		engine.providers().forEach((operation, choice) -> {
			String provider = choice.provider().wireName();
			details.withDetail(operation, provider);
			Gauge.builder("qnsp.crypto.provider", () -> 1)
				.description("The provider that an operation uses")
				.tag("operation", operation)
				.tag("provider", provider)
				.register(meters);
		});
		this.health = details.build();
	}

	@Override
	public Health health() {
		return this.health;
	}

}
