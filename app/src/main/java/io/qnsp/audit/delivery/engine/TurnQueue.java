package io.qnsp.audit.delivery.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Who is next: tenants take turns, each with a bounded number of workers, so that one
 * tenant's many or slow destinations hold up nobody else. Used by one thread at a time.
 *
 * @param <T> what waits
 */
final class TurnQueue<T> {

	private final int workers;

	private final int workersPerTenant;

	private final Map<UUID, Tenant<T>> tenants = new HashMap<>();

	private final Deque<Tenant<T>> turns = new ArrayDeque<>();

	private int running;

	private int waiting;

	TurnQueue(int workers, int workersPerTenant) {
		this.workers = workers;
		this.workersPerTenant = workersPerTenant;
	}

	/**
	 * Adds something that wants to run.
	 */
	void add(UUID tenantId, T item) {
		Tenant<T> tenant = this.tenants.computeIfAbsent(tenantId, (id) -> new Tenant<>());
		tenant.waiting.add(item);
		this.waiting++;
		line(tenant);
	}

	/**
	 * Takes what may run now; {@link #done} follows.
	 * @return the next one, or {@code null} when nothing may
	 */
	@Nullable T next() {
		Tenant<T> tenant = (this.running < this.workers) ? this.turns.poll() : null;
		if (tenant == null) {
			return null;
		}
		tenant.inLine = false;
		T item = tenant.waiting.remove();
		tenant.running++;
		this.running++;
		this.waiting--;
		line(tenant);
		return item;
	}

	/**
	 * What was taken has ended.
	 */
	void done(UUID tenantId) {
		Tenant<T> tenant = this.tenants.get(tenantId);
		if (tenant == null || tenant.running == 0) {
			throw new IllegalStateException("tenant " + tenantId + ": nothing runs (expected: something)");
		}
		tenant.running--;
		this.running--;
		if (tenant.running == 0 && tenant.waiting.isEmpty()) {
			this.tenants.remove(tenantId);
		}
		line(tenant);
	}

	int running() {
		return this.running;
	}

	int waiting() {
		return this.waiting;
	}

	private void line(Tenant<T> tenant) {
		if (!tenant.inLine && !tenant.waiting.isEmpty() && tenant.running < this.workersPerTenant) {
			tenant.inLine = true;
			this.turns.add(tenant);
		}
	}

	private static final class Tenant<T> {

		private final Deque<T> waiting = new ArrayDeque<>();

		private int running;

		private boolean inLine;

	}

}
