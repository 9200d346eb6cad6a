package io.qnsp.kms.agility.inventory;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.qnsp.crypto.catalogue.Cryptoperiod;
import io.qnsp.kms.agility.CryptoAsset;
import io.qnsp.kms.agility.inventory.AssetGroup.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Counts assets, one after the other.
 */
final class InventoryCount {

	private final Instant now;

	private final Map<Kind, Group> groups = new LinkedHashMap<>();

	InventoryCount(Instant now) {
		this.now = now;
	}

	void add(String source, CryptoAsset asset) {
		Kind kind = new Kind(source, asset.algorithm(), asset.purpose(), asset.active(), asset.compromised(),
				asset.protection(), asset.imported(), asset.scheduled(), isOverdue(asset), asset.obstacle() == null);
		this.groups.computeIfAbsent(kind, (added) -> new Group()).add(asset);
	}

	private boolean isOverdue(CryptoAsset asset) {
		return asset.active() && asset.since()
			.atZone(ZoneOffset.UTC)
			.plus(Cryptoperiod.of(asset.purpose()).protects())
			.toInstant()
			.isBefore(this.now);
	}

	Inventory inventory(List<String> sources) {
		return new Inventory(sources,
				this.groups.entrySet()
					.stream()
					.map((entry) -> new AssetGroup(entry.getKey(), entry.getValue().count, entry.getValue().ids,
							entry.getValue().newest, entry.getValue().obstacle))
					.toList());
	}

	private static final class Group {

		private final List<String> ids = new ArrayList<>();

		private long count;

		private Instant newest = Instant.MIN;

		private @Nullable String obstacle;

		private void add(CryptoAsset asset) {
			this.count++;
			this.newest = asset.since().isAfter(this.newest) ? asset.since() : this.newest;
			if (this.ids.size() < Inventory.MOST_IDS) {
				this.ids.add(asset.id());
			}
			if (this.obstacle == null) {
				this.obstacle = asset.obstacle();
			}
		}

	}

}
