package io.qnsp.core.tenantkey;

import java.time.Duration;

import io.qnsp.core.lifecycle.PeriodicJob;
import reactor.core.publisher.Mono;

/**
 * Wraps tenants' keys under the current root key, in the background, after that has been
 * changed.
 */
public final class TenantKeyRewrap implements PeriodicJob {

	private static final int AT_ONCE = 100;

	private static final int MOST = 100;

	private final TenantKeys keys;

	/**
	 * Creates it.
	 * @param keys whose keys it wraps
	 */
	public TenantKeyRewrap(TenantKeys keys) {
		this.keys = keys;
	}

	@Override
	public String name() {
		return "tenant-key-rewrap";
	}

	@Override
	public Duration interval() {
		return Duration.ofSeconds(15);
	}

	@Override
	public Mono<Void> run() {
		return this.keys.rewrap(AT_ONCE).repeat(MOST).takeUntil((rewrapped) -> rewrapped < AT_ONCE).then();
	}

}
