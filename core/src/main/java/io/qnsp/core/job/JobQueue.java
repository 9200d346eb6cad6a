package io.qnsp.core.job;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import io.qnsp.core.id.Ids;
import io.qnsp.core.sql.Sql;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;

/**
 * Where jobs are asked for.
 */
public final class JobQueue {

	private static final int MAX_PAYLOAD = 8_000;

	private final Sql tenant;

	private final Ids ids;

	private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Creates the queue.
	 * @param tenant access for the caller's tenant
	 * @param ids makes the ids of jobs
	 */
	public JobQueue(Sql tenant, Ids ids) {
		this.tenant = tenant;
		this.ids = ids;
	}

	/**
	 * Asks for a job in the surrounding tenant transaction. It is begun soon after the
	 * commit, by this instance or another one; without a commit there is no job.
	 * @param tenantId the tenant whose work it is; the one the transaction works for
	 * @param kind which handler does it
	 * @param payload what the handler needs to know, at most 8,000 characters; never a
	 * secret
	 * @return the job's id; an {@link IllegalStateException} outside of a transaction
	 */
	public Mono<UUID> enqueue(UUID tenantId, String kind, String payload) {
		if (payload.length() > MAX_PAYLOAD) {
			return Mono.error(new IllegalArgumentException(
					"payload: %d characters (expected: 0..%d)".formatted(payload.length(), MAX_PAYLOAD)));
		}
		return TransactionSynchronizationManager.forCurrentTransaction()
			.onErrorMap(NoTransactionException.class,
					(ex) -> new IllegalStateException("enqueue outside of a transaction: " + kind, ex))
			.flatMap((transaction) -> insert(tenantId, kind, payload)
				.doOnSuccess((done) -> transaction.registerSynchronization(new AfterCommit())));
	}

	private Mono<UUID> insert(UUID tenantId, String kind, String payload) {
		return Mono.fromSupplier(this.ids::next)
			.flatMap((id) -> this.tenant.query("""
					INSERT INTO job (job_id, tenant_id, kind, payload) VALUES (:id, :tenant, :kind, :payload)
					""")
				.bind("id", id)
				.bind("tenant", tenantId)
				.bind("kind", kind)
				.bind("payload", payload)
				.update()
				.thenReturn(id));
	}

	/**
	 * Adds somebody who looks for jobs.
	 * @param listener told after each commit that brought jobs; must not block
	 * @return removes the listener
	 */
	Disposable listen(Runnable listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	private final class AfterCommit implements TransactionSynchronization {

		@Override
		public Mono<Void> afterCommit() {
			return Mono.fromRunnable(() -> JobQueue.this.listeners.forEach(Runnable::run));
		}

	}

}
