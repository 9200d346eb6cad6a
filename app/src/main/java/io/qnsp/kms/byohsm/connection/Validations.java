package io.qnsp.kms.byohsm.connection;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.QnspException;
import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.hsm.HsmConnection;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmTarget;
import io.qnsp.hsm.HsmToken;
import io.qnsp.kms.byohsm.HsmCall;
import io.qnsp.kms.byohsm.HsmProblems;
import io.qnsp.kms.byohsm.connection.claim.Claim;
import io.qnsp.kms.byohsm.connection.claim.ClaimRepository;
import io.qnsp.kms.byohsm.connection.claim.TokenAddress;
import io.qnsp.kms.byohsm.connection.live.LiveConnections;
import io.qnsp.kms.byohsm.connection.stored.ConnectionEvents;
import io.qnsp.kms.byohsm.connection.stored.ConnectionRepository;
import io.qnsp.kms.byohsm.connection.stored.ConnectionStatus;
import io.qnsp.kms.byohsm.connection.stored.StoredConnection;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/**
 * Finds out whether an HSM can be used and what it can do, by doing it.
 */
@Component
final class Validations {

	private final Connections connections;

	private final ConnectionRepository repository;

	private final ClaimRepository claims;

	private final TokenAddress addresses;

	private final LiveConnections live;

	private final Changes changes;

	private final Clock clock;

	Validations(Connections connections, ConnectionRepository repository, ClaimRepository claims,
			TokenAddress addresses, LiveConnections live, Changes changes, Clock clock) {
		this.connections = connections;
		this.repository = repository;
		this.claims = claims;
		this.addresses = addresses;
		this.live = live;
		this.changes = changes;
		this.clock = clock;
	}

	Mono<ConnectionAnswer.Validated> validate(UUID connectionId, Caller caller, CallAudit audit) {
		ConnectionEvents.describe(audit, connectionId);
		return this.connections.found(connectionId, caller)
			.doOnNext((connection) -> ConnectionEvents.describe(audit, connection))
			.flatMap((connection) -> requireFree(connection)
				.then(Mono.defer(() -> tried(connection, new HsmCall(caller.tenantId(), connectionId, null, audit))))
				.flatMap((outcome) -> recorded(connection, outcome, audit)));
	}

	// Before anybody logs in: the PIN of somebody else's token is not to be tried.
	private Mono<Void> requireFree(StoredConnection connection) {
		HsmTarget target = this.addresses.target(connection.provider(), connection.settings().endpoint());
		return (target instanceof HsmTarget.Token token)
				? this.claims.isTaken(token, connection.connectionId())
					.flatMap((taken) -> taken ? Mono.<Void>error(HsmProblems.slotTaken()) : Mono.empty())
				: Mono.empty();
	}

	private Mono<Outcome> tried(StoredConnection connection, HsmCall call) {
		if (connection.state().refusedLogins() > 0) {
			return Mono.just(new Outcome(null, new HsmException(Problem.AUTHENTICATION,
					"the credentials were refused before and are not tried again (expected: new ones)")));
		}
		return this.live.call(connection, call, HsmConnection::validate)
			.map((capabilities) -> new Outcome(capabilities, null))
			.onErrorResume(HsmException.class, (failure) -> Mono.just(new Outcome(null, failure)));
	}

	private Mono<ConnectionAnswer.Validated> recorded(StoredConnection connection, Outcome outcome, CallAudit audit) {
		HsmException failure = outcome.failure;
		if (failure != null && failure.problem() == Problem.SLOT_TAKEN) {
			return Mono.error(letGo(connection));
		}
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
		HsmCapabilities capabilities = outcome.capabilities;
		audit.detail("valid", capabilities != null);
		Mono<Void> written = (capabilities != null) ? claimed(connection, capabilities, now)
				: this.repository.checked(connection, ConnectionStatus.ERROR, now);
		return this.changes.commit(written.thenReturn(outcome.answer(connection.connectionId(), now)))
			.onErrorMap(DuplicateKeyException.class, (taken) -> letGo(connection))
			.doOnNext((answer) -> forget(connection, answer.valid()))
			.doOnError((ex) -> forget(connection, false));
	}

	private Mono<Void> claimed(StoredConnection connection, HsmCapabilities capabilities, Instant now) {
		HsmToken token = capabilities.token();
		Claim claim = connection.provider().isVault() ? null
				: new Claim(token.library(), token.serial(), token.label());
		Claim before = connection.state().claim();
		boolean moved = before != null && (claim == null || !before.serial().equals(claim.serial()));
		// Another token of the same label knows none of the keys.
		return (moved ? this.connections.requireUnused(connection) : Mono.<Void>empty())
			.then(Mono.defer(() -> this.repository.validated(connection, capabilities, claim, now)))
			.filter(Boolean::booleanValue)
			.switchIfEmpty(
					Mono.error(() -> QnspException.conflict("The connection was changed by somebody else meanwhile")))
			.then();
	}

	private QnspException letGo(StoredConnection connection) {
		forget(connection, false);
		return HsmProblems.slotTaken();
	}

	// What is not the connection's own is not kept open: it would keep its owner out.
	private void forget(StoredConnection connection, boolean valid) {
		if (valid || connection.state().claim() != null) {
			this.live.forget(connection.tenantId(), connection.connectionId());
		}
		else {
			this.live.close(connection.tenantId(), connection.connectionId(), connection.settings().version());
		}
	}

	private record Outcome(@Nullable HsmCapabilities capabilities, @Nullable HsmException failure) {

		ConnectionAnswer.Validated answer(UUID connectionId, Instant now) {
			HsmCapabilities found = this.capabilities;
			if (found != null) {
				return new ConnectionAnswer.Validated(connectionId, true, now,
						new ConnectionAnswer.Details(true, true, found.names(), found.missing()), List.of());
			}
			HsmException problem = Objects.requireNonNull(this.failure);
			boolean authentication = authenticated(problem.problem());
			boolean connectivity = authentication || problem.problem() == Problem.AUTHENTICATION
					|| problem.problem() == Problem.PAUSED;
			return new ConnectionAnswer.Validated(connectionId, false, now,
					new ConnectionAnswer.Details(connectivity, authentication, List.of(), List.of()),
					List.of(HsmProblems.of(problem).getMessage()));
		}

		private static boolean authenticated(Problem problem) {
			return switch (problem) {
				case UNSUPPORTED, KEY_MISSING, INVALID_INPUT, REFUSED -> true;
				case UNAVAILABLE, OVERLOADED, AUTHENTICATION, PAUSED, SLOT_TAKEN, NO_SUCH_TOKEN, LIBRARY_UNUSABLE ->
					false;
			};
		}

	}

}
