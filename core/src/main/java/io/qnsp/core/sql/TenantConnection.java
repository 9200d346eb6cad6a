package io.qnsp.core.sql;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.r2dbc.spi.Batch;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionMetadata;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.Lifecycle;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import io.r2dbc.spi.TransactionDefinition;
import io.r2dbc.spi.ValidationDepth;
import io.r2dbc.spi.Wrapped;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A physical connection that knows which tenant it is set to and whether a statement on
 * it was given up before PostgreSQL answered. The pool takes it through
 * {@link #postAllocate()} for each borrower and {@link #preRelease()} after each; an
 * error from either makes the pool close it.
 */
final class TenantConnection implements Connection, Lifecycle, Wrapped<Connection> {

	/**
	 * Neither a BEGIN nor a setting waits for a lock or does any work: a server that does
	 * not answer one within this time is stopped or out of reach, and callers must learn
	 * that before their own patience ends.
	 */
	private static final Duration BEGIN_WITHIN = Duration.ofSeconds(2);

	private static final String SET_TENANT = "SELECT set_config('qnsp.tenant', $1, false)";

	private final Connection delegate;

	private final boolean perTenant;

	private final Duration answerWithin;

	/** What the session's setting is; PostgreSQL treats unset and empty alike. */
	private final AtomicReference<Setting> setting = new AtomicReference<>(new Setting("", true));

	private final AtomicBoolean givenUp = new AtomicBoolean();

	/** Set when PostgreSQL did not even begin a transaction in time. */
	private final AtomicBoolean lost = new AtomicBoolean();

	TenantConnection(Connection delegate, boolean perTenant, Duration answerWithin) {
		this.delegate = delegate;
		this.perTenant = perTenant;
		this.answerWithin = answerWithin;
	}

	@Override
	public Publisher<Void> postAllocate() {
		return !this.perTenant ? outsideTransaction() : Mono
			.deferContextual((context) -> setTenant(TenantContext.current(context).map(UUID::toString).orElse("")));
	}

	@Override
	public Publisher<Void> preRelease() {
		return Mono.defer(() -> {
			if (this.lost.get()) {
				return Mono.error(new R2dbcNonTransientResourceException("The connection does not answer"));
			}
			if (this.givenUp.get()) {
				return answered().doOnSuccess((ignored) -> this.givenUp.set(false)).then(outsideTransaction());
			}
			return outsideTransaction();
		});
	}

	boolean isBroken() {
		// The driver answers a local validation within the call, so nothing is awaited.
		return this.lost.get() || !Mono.from(this.delegate.validate(ValidationDepth.LOCAL)).toFuture().getNow(false);
	}

	private Mono<Void> setTenant(String tenant) {
		Setting current = this.setting.get();
		if (current.confirmed() && current.tenant().equals(tenant)) {
			return outsideTransaction();
		}
		return outsideTransaction().then(Mono.defer(() -> change(tenant)));
	}

	/**
	 * The setting is replaced by an unconfirmed one first and confirmed only if it is
	 * still that one: an answer that arrives after its borrower has gone can't confirm
	 * over a later change.
	 */
	private Mono<Void> change(String tenant) {
		Setting sent = new Setting(tenant, false);
		this.setting.set(sent);
		return Flux.from(tracked(this.delegate.createStatement(SET_TENANT).bind("$1", tenant).execute()))
			.flatMap(Result::getRowsUpdated)
			.then()
			.timeout(BEGIN_WITHIN, noAnswer())
			.doOnSuccess((ignored) -> this.setting.compareAndSet(sent, new Setting(tenant, true)));
	}

	/**
	 * A setting made inside a transaction would be undone by its rollback, unseen.
	 */
	private Mono<Void> outsideTransaction() {
		return Mono.defer(() -> this.delegate.isAutoCommit() ? Mono.empty()
				: Mono.error(new R2dbcNonTransientResourceException("The connection is still in a transaction")));
	}

	/**
	 * The driver sends in order, so an answer to a new question means that everything
	 * before it is over.
	 */
	private Mono<Void> answered() {
		return Mono.from(this.delegate.validate(ValidationDepth.REMOTE))
			.timeout(this.answerWithin,
					Mono.error(() -> new R2dbcTimeoutException(
							"No answer within %s after a statement was given up".formatted(this.answerWithin))))
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(() -> new R2dbcNonTransientResourceException("The connection is closed")))
			.then();
	}

	private <T> Publisher<T> tracked(Publisher<T> exchange) {
		return Flux.from(exchange).doOnCancel(() -> this.givenUp.set(true));
	}

	private Publisher<Void> begun(Publisher<Void> exchange) {
		return Mono.from(trackedMono(exchange)).timeout(BEGIN_WITHIN, noAnswer());
	}

	/**
	 * Nothing more is asked of such a connection: its release must not wait for it
	 * either.
	 */
	private Mono<Void> noAnswer() {
		return Mono.error(() -> {
			this.lost.set(true);
			return new R2dbcTimeoutException("PostgreSQL did not answer within %s".formatted(BEGIN_WITHIN));
		});
	}

	private <T> Publisher<T> trackedMono(Publisher<T> exchange) {
		return Mono.from(exchange).doOnCancel(() -> this.givenUp.set(true));
	}

	@Override
	public Statement createStatement(String sql) {
		return new TrackedStatement(this.delegate.createStatement(sql), this::trackedResults);
	}

	@Override
	public Batch createBatch() {
		return new TrackedBatch(this.delegate.createBatch(), this::trackedResults);
	}

	private Publisher<Result> trackedResults(Publisher<? extends Result> results) {
		return tracked(Flux.from(results).cast(Result.class));
	}

	@Override
	public Publisher<Void> beginTransaction() {
		return begun(this.delegate.beginTransaction());
	}

	@Override
	public Publisher<Void> beginTransaction(TransactionDefinition definition) {
		return begun(this.delegate.beginTransaction(definition));
	}

	@Override
	public Publisher<Void> commitTransaction() {
		return Mono.from(trackedMono(this.delegate.commitTransaction())).timeout(this.answerWithin, noAnswer());
	}

	@Override
	public Publisher<Void> rollbackTransaction() {
		return trackedMono(this.delegate.rollbackTransaction());
	}

	@Override
	public Publisher<Void> createSavepoint(String name) {
		return trackedMono(this.delegate.createSavepoint(name));
	}

	@Override
	public Publisher<Void> releaseSavepoint(String name) {
		return trackedMono(this.delegate.releaseSavepoint(name));
	}

	@Override
	public Publisher<Void> rollbackTransactionToSavepoint(String name) {
		return trackedMono(this.delegate.rollbackTransactionToSavepoint(name));
	}

	@Override
	public Publisher<Void> setAutoCommit(boolean autoCommit) {
		return trackedMono(this.delegate.setAutoCommit(autoCommit));
	}

	@Override
	public Publisher<Void> setLockWaitTimeout(Duration timeout) {
		return trackedMono(this.delegate.setLockWaitTimeout(timeout));
	}

	@Override
	public Publisher<Void> setStatementTimeout(Duration timeout) {
		return trackedMono(this.delegate.setStatementTimeout(timeout));
	}

	@Override
	public Publisher<Void> setTransactionIsolationLevel(IsolationLevel isolationLevel) {
		return trackedMono(this.delegate.setTransactionIsolationLevel(isolationLevel));
	}

	@Override
	public Publisher<Boolean> validate(ValidationDepth depth) {
		return this.delegate.validate(depth);
	}

	@Override
	public Publisher<Void> close() {
		return this.delegate.close();
	}

	@Override
	public boolean isAutoCommit() {
		return this.delegate.isAutoCommit();
	}

	@Override
	public ConnectionMetadata getMetadata() {
		return this.delegate.getMetadata();
	}

	@Override
	public IsolationLevel getTransactionIsolationLevel() {
		return this.delegate.getTransactionIsolationLevel();
	}

	@Override
	public Connection unwrap() {
		return this.delegate;
	}

	/**
	 * The session's {@code qnsp.tenant}.
	 *
	 * @param tenant the tenant's id, empty for none
	 * @param confirmed whether PostgreSQL has answered
	 */
	private record Setting(String tenant, boolean confirmed) {
	}

}
