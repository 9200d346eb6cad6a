package io.qnsp.audit.export;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;

import org.springframework.stereotype.Component;

/**
 * How many exports are open on this instance: each holds a batch in memory while its
 * client reads.
 */
@Component
final class OpenExports {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private final Map<UUID, Integer> byTenant = new ConcurrentHashMap<>();

	private final AtomicInteger open = new AtomicInteger();

	private final int max;

	private final int maxPerTenant;

	OpenExports(ExportProperties properties, MeterRegistry meters) {
		this.max = properties.max();
		this.maxPerTenant = properties.maxPerTenant();
		Gauge.builder("qnsp.export.open", this.open, AtomicInteger::get)
			.description("Open exports of events")
			.register(meters);
	}

	/**
	 * Refuses an export that could not begin, before anything is read for it.
	 * @throws QnspException a 429 when the tenant has too many
	 */
	void requireRoom(UUID tenantId) {
		if (openOf(tenantId) >= this.maxPerTenant) {
			throw tooMany();
		}
	}

	/**
	 * Counts an export that begins.
	 * @return its tenant, for {@link #ended}
	 * @throws QnspException a 429 when the tenant has too many, a 503 when the instance
	 * has
	 */
	UUID begun(UUID tenantId) {
		if (this.open.incrementAndGet() > this.max) {
			this.open.decrementAndGet();
			throw QnspException.unavailable("This instance has %d exports (expected: fewer)".formatted(this.max),
					RETRY_AFTER, null);
		}
		if (this.byTenant.merge(tenantId, 1, Integer::sum) > this.maxPerTenant) {
			ended(tenantId);
			throw tooMany();
		}
		return tenantId;
	}

	private QnspException tooMany() {
		return new QnspException(ErrorCode.TOO_MANY_REQUESTS,
				"The tenant has %d exports on this instance (expected: fewer)".formatted(this.maxPerTenant),
				Map.of("limit", this.maxPerTenant), RETRY_AFTER, null);
	}

	void ended(UUID tenantId) {
		this.byTenant.computeIfPresent(tenantId, (id, count) -> (count > 1) ? count - 1 : null);
		this.open.decrementAndGet();
	}

	int openOf(UUID tenantId) {
		return this.byTenant.getOrDefault(tenantId, 0);
	}

}
