package io.qnsp.kms.byohsm.connection.live;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

import io.qnsp.core.lifecycle.Repetition;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.hsm.HsmHealth;
import io.qnsp.kms.byohsm.connection.stored.ConnectionRepository;
import io.qnsp.kms.byohsm.connection.stored.ConnectionStatus;
import io.qnsp.kms.byohsm.connection.stored.StoredConnection;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Writes down how the HSMs are that this instance uses: their calls and, while nobody
 * calls, the bridge's probes say so. HSMs that no instance uses are left alone.
 */
@Component
final class ConnectionHealth implements SmartLifecycle {

	private static final Duration INTERVAL = Duration.ofSeconds(30);

	private final LiveConnections live;

	private final ConnectionRepository connections;

	private final Clock clock;

	private final Disposable.Swap running = Disposables.swap();

	ConnectionHealth(LiveConnections live, ConnectionRepository connections, Clock clock) {
		this.live = live;
		this.connections = connections;
		this.clock = clock;
	}

	@Override
	public void start() {
		this.running.update(Repetition.every(INTERVAL, "The health of HSM connections", this::write));
	}

	/**
	 * Writes it once.
	 * @return completes when it is written
	 */
	Mono<Void> write() {
		return Flux.fromIterable(this.live.health().entrySet()).concatMap(this::write).then();
	}

	private Mono<Void> write(Map.Entry<StoredConnection, HsmHealth> entry) {
		HsmHealth health = entry.getValue();
		boolean fine = health.state() == HsmHealth.State.CLOSED && health.lastSuccess() != null
				&& health.refusedLogins() == 0;
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
		return this.connections.checked(entry.getKey(), fine ? ConnectionStatus.ACTIVE : ConnectionStatus.ERROR, now)
			.contextWrite(TenantContext.only(entry.getKey().tenantId()));
	}

	@Override
	public void stop() {
		this.running.update(Disposables.disposed());
	}

	@Override
	public boolean isRunning() {
		return !this.running.isDisposed() && this.running.get() != null;
	}

}
