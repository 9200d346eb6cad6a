package io.qnsp.audit.integrity.seal;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.TailListener;

import org.springframework.stereotype.Component;

/**
 * How many events of each tenant this instance has seen since it last sealed them: tells
 * at no cost who may have enough for a checkpoint. It may count what another instance has
 * sealed, or miss what came before this one started; the database has the last word.
 */
@Component
final class UnsealedCounts implements TailListener {

	private final Map<UUID, Integer> counts = new ConcurrentHashMap<>();

	@Override
	public void onEntries(List<JournalEntry> entries) {
		entries.forEach((entry) -> this.counts.merge(entry.event().tenantId(), 1, Integer::sum));
	}

	/**
	 * The tenants that have been seen to have as many, which are counted anew from now
	 * on.
	 */
	List<UUID> take(int atLeast) {
		List<UUID> found = this.counts.entrySet()
			.stream()
			.filter((one) -> one.getValue() >= atLeast)
			.map(Map.Entry::getKey)
			.toList();
		found.forEach(this.counts::remove);
		return found;
	}

	/**
	 * Forgets what was counted of a tenant, all of which has been sealed.
	 */
	void sealed(UUID tenantId) {
		this.counts.remove(tenantId);
	}

}
