package io.qnsp.audit.delivery.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.qnsp.audit.subscription.ActiveSubscription;
import org.jspecify.annotations.Nullable;

/**
 * Every subscription that is to be delivered. Changed inside of the engine's serial
 * tasks, read by any thread.
 */
final class WorkBook {

	private final Map<UUID, Work> byId = new ConcurrentHashMap<>();

	private final Map<UUID, List<Work>> byTenant = new ConcurrentHashMap<>();

	private final Set<UUID> busyTenants = ConcurrentHashMap.newKeySet();

	@Nullable Work find(UUID subscriptionId) {
		return this.byId.get(subscriptionId);
	}

	/**
	 * The subscriptions of a tenant that an event may be for.
	 */
	List<Work> ofTenant(UUID tenantId) {
		List<Work> found = this.byTenant.get(tenantId);
		if (found == null) {
			return List.of();
		}
		this.busyTenants.add(tenantId);
		return found;
	}

	Collection<Work> all() {
		return this.byId.values();
	}

	int size() {
		return this.byId.size();
	}

	/**
	 * How many destinations are open.
	 */
	int open() {
		return (int) this.byId.values().stream().filter((work) -> work.session != null).count();
	}

	void add(Work work) {
		this.byId.put(work.id(), work);
		this.byTenant.merge(work.tenantId(), List.of(work), (before, one) -> {
			List<Work> both = new ArrayList<>(before);
			both.addAll(one);
			return List.copyOf(both);
		});
	}

	void remove(Work work) {
		this.byId.remove(work.id());
		this.byTenant.computeIfPresent(work.tenantId(), (tenant, before) -> {
			List<Work> rest = before.stream().filter((one) -> one != work).toList();
			return rest.isEmpty() ? null : rest;
		});
	}

	void replace(Work work, ActiveSubscription active) {
		work.active = active;
	}

	/**
	 * Whether a tenant has had events since the last sweep.
	 */
	boolean hadEvents(UUID tenantId) {
		return this.busyTenants.contains(tenantId);
	}

	void swept() {
		this.busyTenants.clear();
	}

	/**
	 * Whether two readings of a subscription mean the same.
	 */
	static boolean isSame(ActiveSubscription one, ActiveSubscription other) {
		return one.type() == other.type() && one.filter().eventTypes().equals(other.filter().eventTypes())
				&& one.filter().services().equals(other.filter().services())
				&& one.filter().severities().equals(other.filter().severities());
	}

}
