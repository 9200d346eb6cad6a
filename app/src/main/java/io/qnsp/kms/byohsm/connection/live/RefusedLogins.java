package io.qnsp.kms.byohsm.connection.live;

import java.time.Clock;
import java.time.temporal.ChronoUnit;

import io.qnsp.core.change.Changes;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.kms.byohsm.connection.stored.ConnectionEvents;
import io.qnsp.kms.byohsm.connection.stored.ConnectionRepository;
import io.qnsp.kms.byohsm.connection.stored.StoredConnection;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Counts refused logins where every instance sees them.
 */
@Component
final class RefusedLogins {

	private final ConnectionRepository connections;

	private final ConnectionEvents events;

	private final Changes changes;

	private final Clock clock;

	RefusedLogins(ConnectionRepository connections, ConnectionEvents events, Changes changes, Clock clock) {
		this.connections = connections;
		this.events = events;
		this.changes = changes;
		this.clock = clock;
	}

	/**
	 * Notes refused logins, in a transaction of its own. It is done even when the caller
	 * hangs up: the next login would cost the HSM's patience.
	 * @param connection the connection
	 * @param more how many
	 * @return completes when every instance can see it
	 */
	Mono<Void> note(StoredConnection connection, int more) {
		return Mono.defer(() -> {
			Mono<Integer> work = this.connections.refused(connection, more,
					this.clock.instant().truncatedTo(ChronoUnit.MICROS));
			Mono<Integer> noted = this.changes.commit(work, (all) -> this.events.refused(connection, all))
				.contextWrite(TenantContext.only(connection.tenantId()));
			return Mono.fromFuture(noted.toFuture(), true);
		}).then();
	}

}
