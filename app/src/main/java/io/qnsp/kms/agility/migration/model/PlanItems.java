package io.qnsp.kms.agility.migration.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.keys.KeyDescription;
import io.qnsp.kms.keys.KeyState;
import org.jspecify.annotations.Nullable;

/**
 * Makes a plan's keys of its scope, in the order in which they are moved: what keeps data
 * secret first, since whoever records it today decrypts it later; then what is weaker
 * against today's computers; then what is older.
 */
public final class PlanItems {

	private static final Comparator<KeyDescription> ORDER = Comparator
		.<KeyDescription, Boolean>comparing((key) -> key.purpose() == Purpose.SIGNING || key.purpose() == Purpose.MAC)
		.thenComparingInt((key) -> key.algorithm().strength())
		.thenComparing(KeyDescription::createdAt)
		.thenComparing(KeyDescription::keyId);

	private PlanItems() {
	}

	/**
	 * The keys of a plan that is activated.
	 * @param keys the keys of its scope, in any order
	 * @param targets what they are moved to
	 * @param schedule when
	 * @param activated when the plan is activated
	 * @return the keys, spread evenly over the phases
	 */
	public static List<PlanItem> of(List<KeyDescription> keys, PlanTargets targets, PlanSchedule schedule,
			Instant activated) {
		List<KeyDescription> ordered = keys.stream().sorted(ORDER).toList();
		List<PlanItem> items = new ArrayList<>();
		for (int i = 0; i < ordered.size(); i++) {
			KeyDescription key = ordered.get(i);
			Algorithm target = targets.of(key.purpose());
			String needless = needless(key, target);
			items.add(new PlanItem(i, key.keyId(), 0, activated, key.algorithm(), target,
					(needless != null) ? PlanItem.Status.SKIPPED : PlanItem.Status.PENDING, needless));
		}
		return spread(items, schedule, activated);
	}

	/**
	 * Why a key needs no move.
	 * @param key the key
	 * @param target its target, or {@code null} for none
	 * @return the reason, or {@code null} when it is to be moved
	 */
	public static @Nullable String needless(KeyDescription key, @Nullable Algorithm target) {
		if (key.state() == KeyState.DESTROYED) {
			return "the key is destroyed";
		}
		if (target == null) {
			return "the plan names no target for %s keys".formatted(key.purpose().wireName());
		}
		return (key.algorithm() == target) ? "the key is of %s already".formatted(target.nistName()) : null;
	}

	/**
	 * Spreads what is pending over the phases anew; the rest stays where it is.
	 * @param items the keys, by position
	 * @param schedule when
	 * @param activated when the plan was activated
	 * @return the keys, by position
	 */
	public static List<PlanItem> spread(List<PlanItem> items, PlanSchedule schedule, Instant activated) {
		List<Instant> starts = schedule.starts(activated);
		int pending = (int) items.stream().filter((item) -> item.status() == PlanItem.Status.PENDING).count();
		List<PlanItem> spread = new ArrayList<>();
		int place = 0;
		for (PlanItem item : items) {
			if (item.status() == PlanItem.Status.PENDING) {
				int phase = Math.toIntExact((long) place * starts.size() / pending);
				spread.add(item.at(phase, starts.get(phase)));
				place++;
			}
			else {
				spread.add(item);
			}
		}
		return spread;
	}

}
