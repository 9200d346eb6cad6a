package io.qnsp.kms.byohsm.connection;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.tenantkey.TenantKeys;
import io.qnsp.hsm.HsmCredential;
import io.qnsp.hsm.HsmTarget;
import io.qnsp.kms.byohsm.HsmKeyHolder;
import io.qnsp.kms.byohsm.HsmProblems;
import io.qnsp.kms.byohsm.connection.claim.ClaimRepository;
import io.qnsp.kms.byohsm.connection.claim.TokenAddress;
import io.qnsp.kms.byohsm.connection.credential.CredentialForm;
import io.qnsp.kms.byohsm.connection.credential.SealedCredentials;
import io.qnsp.kms.byohsm.connection.live.LiveConnections;
import io.qnsp.kms.byohsm.connection.stored.ConnectionBody;
import io.qnsp.kms.byohsm.connection.stored.ConnectionEvents;
import io.qnsp.kms.byohsm.connection.stored.ConnectionRepository;
import io.qnsp.kms.byohsm.connection.stored.ConnectionStatus;
import io.qnsp.kms.byohsm.connection.stored.StoredConnection;
import io.qnsp.kms.byohsm.log.OperationFigures;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Registers, lists, reads, changes and deletes connections. None of it contacts an HSM.
 */
@Component
final class Connections {

	/** Each may hold threads and a login in each instance. */
	static final int MOST = 100;

	private final ConnectionRepository repository;

	private final ClaimRepository claims;

	private final SealedCredentials credentials;

	private final TokenAddress addresses;

	private final LiveConnections live;

	private final OperationFigures figures;

	private final List<HsmKeyHolder> holders;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	Connections(ConnectionRepository repository, ClaimRepository claims, SealedCredentials credentials,
			TokenAddress addresses, LiveConnections live, OperationFigures figures, List<HsmKeyHolder> holders,
			Changes changes, Ids ids, Clock clock) {
		this.repository = repository;
		this.claims = claims;
		this.credentials = credentials;
		this.addresses = addresses;
		this.live = live;
		this.figures = figures;
		this.holders = List.copyOf(holders);
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
	}

	Mono<ConnectionAnswer.Registered> register(ConnectionBody.Registration request, Caller caller, CallAudit audit) {
		NewConnection wanted = NewConnection.of(request);
		HsmTarget target = this.addresses.target(wanted.provider(), wanted.config().endpoint());
		UUID id = this.ids.next();
		return Mono
			.using(() -> CredentialForm.read(wanted.provider(), wanted.config().credentials()),
					(credential) -> requireFree(target, id)
						.then(Mono.defer(() -> this.credentials.seal(credential, caller.tenantId(), id, 1))),
					HsmCredential::close)
			.map((envelope) -> wanted.row(caller.tenantId(), id, envelope, now()))
			.doOnNext((row) -> ConnectionEvents.describe(audit, row))
			.flatMap((row) -> this.changes.commit(insert(row)));
	}

	private Mono<ConnectionAnswer.Registered> insert(StoredConnection row) {
		return this.repository.insert(row, MOST)
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(() -> QnspException
				.conflict("The tenant has %d HSM connections (expected: fewer, to register another)".formatted(MOST))))
			.map((inserted) -> new ConnectionAnswer.Registered(row.connectionId(), row.settings().name(),
					row.provider(), row.state().status(), row.createdAt()));
	}

	private Mono<Void> requireFree(HsmTarget target, UUID besides) {
		return (target instanceof HsmTarget.Token token)
				? this.claims.isTaken(token, besides)
					.flatMap((taken) -> taken ? Mono.<Void>error(HsmProblems.slotTaken()) : Mono.empty())
				: Mono.empty();
	}

	Mono<ConnectionAnswer.Listing> list(PageRequest page, Caller caller, CallAudit audit) {
		return this.repository.list(caller.tenantId(), page)
			.map((rows) -> Page.of(rows, page, StoredConnection::place))
			.map((found) -> {
				audit.resource("hsm-connections", "*").detail("count", found.items().size());
				return new ConnectionAnswer.Listing(found.items().stream().map(this::summary).toList(), page.limit(),
						found.nextCursor());
			});
	}

	private ConnectionAnswer.Summary summary(StoredConnection row) {
		return new ConnectionAnswer.Summary(row.connectionId(), row.settings().name(), row.provider(), status(row),
				row.state().lastHealthCheckAt());
	}

	private ConnectionStatus status(StoredConnection row) {
		return this.addresses.isServed(row.provider()) ? row.state().status() : ConnectionStatus.INACTIVE;
	}

	Mono<ConnectionAnswer.Detail> read(UUID connectionId, Caller caller, CallAudit audit) {
		ConnectionEvents.describe(audit, connectionId);
		return found(connectionId, caller).flatMap((row) -> this.figures.of(caller.tenantId(), connectionId)
			.map((health) -> NewConnection.answer(row, status(row), health)));
	}

	Mono<StoredConnection> found(UUID connectionId, Caller caller) {
		return this.repository.find(caller.tenantId(), connectionId)
			.switchIfEmpty(Mono.error(() -> StoredConnection.unknown(connectionId)));
	}

	Mono<ConnectionAnswer.Updated> change(UUID connectionId, ConnectionBody.Change request, Caller caller,
			CallAudit audit) {
		ConnectionEvents.describe(audit, connectionId);
		return found(connectionId, caller).flatMap((before) -> {
			ChangedConnection change = ChangedConnection.of(before, request);
			return sealed(before, change).doOnNext((wanted) -> ConnectionEvents.describe(audit, wanted))
				.flatMap((wanted) -> this.changes.commit(update(before, change, wanted, audit))
					.doOnNext((answer) -> this.live.close(wanted.tenantId(), connectionId,
							wanted.settings().version() - 1)));
		});
	}

	private Mono<StoredConnection> sealed(StoredConnection before, ChangedConnection change) {
		Mono<Void> free = (change.endpoint() == null) ? Mono.empty()
				: requireFree(this.addresses.target(before.provider(), change.endpoint()), before.connectionId());
		if (change.credentials() == null) {
			return Mono.just(change.row(before, null, null, now()));
		}
		int version = before.settings().version() + 1;
		return Mono
			.using(() -> CredentialForm.read(before.provider(), change.credentials()), (credential) -> free.then(Mono
				.defer(() -> this.credentials.seal(credential, before.tenantId(), before.connectionId(), version))),
					HsmCredential::close)
			.map((envelope) -> change.row(before, envelope, TenantKeys.sealedBy(envelope).orElseThrow(), now()));
	}

	private Mono<ConnectionAnswer.Updated> update(StoredConnection before, ChangedConnection change,
			StoredConnection wanted, CallAudit audit) {
		boolean reconnects = before.settings().version() != wanted.settings().version();
		return this.repository.lock(before.tenantId(), before.connectionId())
			.switchIfEmpty(Mono.error(() -> StoredConnection.unknown(before.connectionId())))
			.flatMap((now) -> {
				if (now.settings().version() != before.settings().version()) {
					return Mono.error(QnspException.conflict("The connection was changed by somebody else meanwhile"));
				}
				// What others have changed or found out meanwhile stays, unless this
				// change
				// makes it void.
				StoredConnection row = change.row(now, reconnects ? wanted.settings().sealed() : null,
						reconnects ? wanted.settings().sealedBy() : null, wanted.updatedAt());
				ConnectionEvents.describe(audit, row);
				return ((change.endpoint() != null) ? requireUnused(row) : Mono.<Void>empty())
					.then(Mono.defer(() -> this.repository.update(row)))
					.thenReturn(
							new ConnectionAnswer.Updated(row.connectionId(), row.state().status(), row.updatedAt()));
			});
	}

	/**
	 * Refuses what no connection with keys can undergo, in the surrounding transaction.
	 */
	Mono<Void> requireUnused(StoredConnection connection) {
		return uses(connection).flatMap((uses) -> uses.isEmpty() ? Mono.<Void>empty()
				: Mono.error(new QnspException(ErrorCode.CONFLICT,
						"Keys live in the connection's HSM (expected: none, or ?force=true to delete the connection)",
						uses)));
	}

	private Mono<Map<String, Object>> uses(StoredConnection connection) {
		return Flux.fromIterable(this.holders)
			.concatMap((holder) -> holder.keysIn(connection.tenantId(), connection.connectionId())
				.map((count) -> Map.entry(holder.name(), count)))
			.filter((entry) -> entry.getValue() > 0)
			.collect(LinkedHashMap::new, (all, entry) -> all.put(entry.getKey(), entry.getValue()));
	}

	Mono<ResponseEntity<Void>> delete(UUID connectionId, boolean force, Caller caller, CallAudit audit) {
		ConnectionEvents.describe(audit, connectionId);
		audit.detail("force", force);
		ResponseEntity<Void> answer = ResponseEntity.noContent().build();
		Mono<ResponseEntity<Void>> work = this.repository.lock(caller.tenantId(), connectionId)
			.switchIfEmpty(Mono.error(() -> StoredConnection.unknown(connectionId)))
			.flatMap((row) -> (force ? giveUp(row) : requireUnused(row))
				.then(Mono.defer(() -> this.repository.delete(caller.tenantId(), connectionId))))
			.thenReturn(answer);
		return this.changes.commit(work)
			.doOnNext((done) -> this.live.close(caller.tenantId(), connectionId, Integer.MAX_VALUE));
	}

	private Mono<Void> giveUp(StoredConnection row) {
		return Flux.fromIterable(this.holders)
			.concatMap((holder) -> holder.giveUp(row.tenantId(), row.connectionId()))
			.then();
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MICROS);
	}

}
