package io.qnsp.kms.agility.inventory;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.qnsp.kms.agility.inventory.AssetGroup.Kind;

/**
 * What a tenant holds. Destroyed assets are not in it.
 *
 * @param sources where was looked, such as {@code kms keys}
 * @param groups the assets, without two groups of the same kind
 */
public record Inventory(List<String> sources, List<AssetGroup> groups) {

	/** How many ids a finding names at most. */
	public static final int MOST_IDS = 20;

	public Inventory {
		sources = List.copyOf(sources);
		groups = List.copyOf(groups);
	}

	/**
	 * How many assets there are.
	 * @return 0 or more
	 */
	public long count() {
		return count((kind) -> true);
	}

	/**
	 * How many assets of some kinds there are.
	 * @param which the kinds
	 * @return 0 or more
	 */
	public long count(Predicate<Kind> which) {
		return matching(which).mapToLong(AssetGroup::count).sum();
	}

	/**
	 * The ids of some of the assets.
	 * @param which the kinds
	 * @return at most {@value #MOST_IDS}
	 */
	public List<String> ids(Predicate<Kind> which) {
		return matching(which).flatMap((group) -> group.ids().stream()).limit(MOST_IDS).toList();
	}

	/**
	 * The groups of some kinds.
	 * @param which the kinds
	 * @return the groups
	 */
	public Stream<AssetGroup> matching(Predicate<Kind> which) {
		return this.groups.stream().filter((group) -> which.test(group.kind()));
	}

	/**
	 * What was counted, as a sentence.
	 * @return for example {@code Counted: 12 kms keys; destroyed ones are left out.}
	 */
	public String counted() {
		List<String> parts = this.sources.stream()
			.map((source) -> count((kind) -> kind.source().equals(source)) + " " + source)
			.toList();
		return "Counted: %s; destroyed ones are left out.".formatted(String.join(", ", parts));
	}

}
