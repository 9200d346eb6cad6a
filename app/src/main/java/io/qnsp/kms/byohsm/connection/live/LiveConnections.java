package io.qnsp.kms.byohsm.connection.live;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.TailListener;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.hsm.HsmBridge;
import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.hsm.HsmConnection;
import io.qnsp.hsm.HsmCredential;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmHealth;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyRequest;
import io.qnsp.hsm.HsmTarget;
import io.qnsp.kms.byohsm.HsmCall;
import io.qnsp.kms.byohsm.HsmConnections;
import io.qnsp.kms.byohsm.HsmDescription;
import io.qnsp.kms.byohsm.HsmProblems;
import io.qnsp.kms.byohsm.connection.claim.TokenAddress;
import io.qnsp.kms.byohsm.connection.credential.SealedCredentials;
import io.qnsp.kms.byohsm.connection.stored.ConnectionEvents;
import io.qnsp.kms.byohsm.connection.stored.ConnectionRepository;
import io.qnsp.kms.byohsm.connection.stored.StoredConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The connections that this instance has open, so that using one asks no database. A
 * change on this instance is noticed before it is answered, a change on another one as
 * soon as the journal tells, milliseconds later. What nobody uses for half an hour is
 * closed.
 */
@Component
public final class LiveConnections implements HsmConnections, TailListener, DisposableBean {

	private static final Logger log = LoggerFactory.getLogger(LiveConnections.class);

	private static final Duration OPEN_FOR = Duration.ofMinutes(30);

	private static final int MOST_OPEN = 1_000;

	// A connection that is being closed lets its token go within these.
	private static final Retry UNTIL_LET_GO = Retry.backoff(7, Duration.ofMillis(20))
		.filter((failure) -> failure instanceof HsmException known && known.problem() == Problem.SLOT_TAKEN)
		.onRetryExhaustedThrow((retry, signal) -> signal.failure());

	private static final Set<String> CHANGES = Set.of("kms.hsm_connection.update", "kms.hsm_connection.validate",
			"kms.hsm_connection.delete", ConnectionEvents.REFUSED);

	private static final String DELETED = "kms.hsm_connection.delete";

	private final KnownConnections known;

	private final ConnectionRepository connections;

	private final SealedCredentials credentials;

	private final TokenAddress addresses;

	private final RefusedLogins refusals;

	private final HsmBridge bridge;

	private final Cache<UUID, Live> open = Caffeine.newBuilder()
		.maximumSize(MOST_OPEN)
		.expireAfterAccess(OPEN_FOR)
		.scheduler(Scheduler.systemScheduler())
		.executor(Runnable::run)
		.removalListener(LiveConnections::removed)
		.build();

	LiveConnections(KnownConnections known, ConnectionRepository connections, SealedCredentials credentials,
			TokenAddress addresses, RefusedLogins refusals, HsmBridge bridge) {
		this.known = known;
		this.connections = connections;
		this.credentials = credentials;
		this.addresses = addresses;
		this.refusals = refusals;
		this.bridge = bridge;
	}

	@Override
	public Mono<HsmDescription> find(UUID tenantId, UUID connectionId) {
		return this.known.find(tenantId, connectionId).map(StoredConnection::description);
	}

	@Override
	public <T> Mono<T> use(HsmCall call, Function<HsmConnection, Mono<T>> work) {
		return this.known.find(call.tenantId(), call.connectionId())
			.doOnNext(LiveConnections::requireUsable)
			.flatMap((connection) -> call(connection, call, work))
			.onErrorMap(HsmException.class, LiveConnections::told);
	}

	// The token is the connection's own: whoever has it at the moment is letting it go.
	private static QnspException told(HsmException failure) {
		return (failure.problem() == Problem.SLOT_TAKEN) ? QnspException
			.unavailable("The token is still in use by an earlier connection", failure.retryAfter(), failure)
				: HsmProblems.of(failure);
	}

	private static void requireUsable(StoredConnection connection) {
		if (connection.state().refusedLogins() > 0) {
			throw HsmProblems.of(refused(connection));
		}
		HsmCapabilities ignored = connection.description().required();
	}

	@Override
	public <T> Mono<T> create(HsmCall call, HsmKeyRequest wanted, Function<HsmKey, Mono<T>> keep) {
		return Mono.deferContextual((context) -> {
			AtomicBoolean gone = new AtomicBoolean();
			Mono<T> work = use(call, (hsm) -> hsm.create(wanted)).flatMap((key) -> {
				Mono<T> kept = gone.get() ? Mono.error(new CancellationException("nobody waits for the key"))
						: keep.apply(key);
				return kept.onErrorResume((failure) -> destroyed(call, key).then(Mono.error(failure)));
			});
			return Mono.fromFuture(work.contextWrite(context).toFuture(), true).doOnCancel(() -> gone.set(true));
		});
	}

	private Mono<Void> destroyed(HsmCall call, HsmKey key) {
		HsmCall silent = new HsmCall(call.tenantId(), call.connectionId(), call.keyId(), null);
		return use(silent, (hsm) -> hsm.destroy(key)).onErrorResume((failure) -> {
			log.warn("HSM connection {}: key {} was not recorded and could not be destroyed", call.connectionId(),
					key.reference(), failure);
			return Mono.empty();
		});
	}

	/**
	 * Calls the HSM of a connection, whatever is known of it.
	 * @param <T> the result's type
	 * @param connection the connection
	 * @param call what it is made for
	 * @param work what to do
	 * @return its result, or the bridge's own failure
	 */
	public <T> Mono<T> call(StoredConnection connection, HsmCall call, Function<HsmConnection, Mono<T>> work) {
		return Mono.defer(() -> {
			Live live = open(connection);
			Mono<T> once = Mono.defer(() -> work.apply(live.connection));
			return call.timed(once.retryWhen(UNTIL_LET_GO))
				.onErrorResume(HsmException.class, (failure) -> noted(connection, live).then(Mono.error(failure)));
		});
	}

	// What an older row leads to is not opened again: a newer one is known already.
	private Live open(StoredConnection connection) {
		int version = connection.settings().version();
		return this.open.asMap().compute(connection.connectionId(), (id, there) -> {
			if (there != null && there.version >= version) {
				return there;
			}
			if (there != null) {
				there.connection.close();
			}
			HsmTarget target = this.addresses.target(connection.provider(), connection.settings().endpoint());
			HsmConnection opened = this.bridge.open(id.toString(), target, () -> credential(connection));
			return new Live(connection, opened);
		});
	}

	// Read anew at each login: another instance may have been refused meanwhile.
	private Mono<HsmCredential> credential(StoredConnection connection) {
		return this.connections.find(connection.tenantId(), connection.connectionId())
			.filter((now) -> now.settings().version() == connection.settings().version())
			.switchIfEmpty(Mono.error(() -> new HsmException(Problem.UNAVAILABLE, "the connection has been changed")))
			.flatMap((now) -> (now.state().refusedLogins() > 0) ? Mono.error(refused(now)) : this.credentials.open(now))
			.contextWrite(TenantContext.only(connection.tenantId()));
	}

	private static HsmException refused(StoredConnection connection) {
		return new HsmException(Problem.AUTHENTICATION, "the credentials were refused %d times and are not tried again"
			.formatted(connection.state().refusedLogins()));
	}

	private Mono<Void> noted(StoredConnection connection, Live live) {
		int refused = live.connection.health().refusedLogins();
		int more = refused - live.noted.getAndSet(refused);
		return (more <= 0) ? Mono.empty()
				: this.refusals.note(connection, more)
					.doOnError((unwritten) -> live.noted.addAndGet(-more))
					.doOnTerminate(() -> forget(connection.tenantId(), connection.connectionId()));
	}

	/**
	 * Forgets what is known of a connection, after a change has committed. It stays open
	 * unless it leads somewhere else now.
	 * @param tenantId the tenant
	 * @param connectionId the connection
	 */
	public void forget(UUID tenantId, UUID connectionId) {
		this.known.forget(tenantId, connectionId);
	}

	/**
	 * Closes a connection, if it is open in a version or an older one.
	 * @param tenantId the tenant
	 * @param connectionId the connection
	 * @param version the version
	 */
	public void close(UUID tenantId, UUID connectionId, int version) {
		forget(tenantId, connectionId);
		this.open.asMap().computeIfPresent(connectionId, (id, live) -> (live.version > version) ? live : null);
	}

	/**
	 * How the connections are that are open here and in use.
	 * @return those that were called, each with its row as it was opened
	 */
	Map<StoredConnection, HsmHealth> health() {
		return this.open.asMap()
			.values()
			.stream()
			.map((live) -> Map.entry(live.row, live.connection.health()))
			.filter((entry) -> entry.getValue().calls() > 0)
			.collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	@Override
	public void onEntries(List<JournalEntry> entries) {
		entries.stream()
			.map(JournalEntry::event)
			.filter((event) -> CHANGES.contains(event.eventType()))
			.forEach(this::notice);
	}

	private void notice(AuditEvent event) {
		ConnectionEvents.connectionOf(event).ifPresent((connectionId) -> {
			if (event.outcome() != AuditEvent.Outcome.SUCCESS) {
				forget(event.tenantId(), connectionId);
			}
			else if (event.eventType().equals(DELETED)) {
				close(event.tenantId(), connectionId, Integer.MAX_VALUE);
			}
			else {
				close(event.tenantId(), connectionId, ConnectionEvents.versionOf(event) - 1);
			}
		});
	}

	@Override
	public void destroy() {
		this.open.invalidateAll();
	}

	private static void removed(@Nullable UUID connectionId, @Nullable Live live, RemovalCause cause) {
		// what is replaced was closed before its successor was opened
		if (live != null && cause != RemovalCause.REPLACED) {
			live.connection.close();
		}
	}

	private static final class Live {

		private final StoredConnection row;

		private final HsmConnection connection;

		private final int version;

		/** How many refused logins are in the database. */
		private final AtomicInteger noted = new AtomicInteger();

		Live(StoredConnection row, HsmConnection connection) {
			this.row = row;
			this.connection = connection;
			this.version = row.settings().version();
		}

	}

}
