package io.qnsp.kms.agility.inventory;

import java.time.Instant;
import java.util.List;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.agility.CryptoAsset;
import io.qnsp.kms.keys.Protection;
import org.jspecify.annotations.Nullable;

/**
 * Inventories for the tests of models.
 */
public final class Inventories {

	/** When assets of tests are counted. */
	public static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

	private Inventories() {
	}

	/**
	 * Counts assets.
	 * @param assets the assets
	 * @return their inventory at {@link #NOW}
	 */
	public static Inventory of(CryptoAsset... assets) {
		InventoryCount count = new InventoryCount(NOW);
		for (CryptoAsset asset : assets) {
			count.add("kms keys", asset);
		}
		return count.inventory(List.of("kms keys"));
	}

	/**
	 * An active software key that is a day old.
	 * @param algorithm its algorithm
	 * @param purpose what for
	 * @return the asset
	 */
	public static CryptoAsset key(Algorithm algorithm, Purpose purpose) {
		return key(algorithm, purpose, NOW.minusSeconds(86_400), null);
	}

	/**
	 * An active software key.
	 * @param algorithm its algorithm
	 * @param purpose what for
	 * @param since when it was made
	 * @param obstacle why it can't be moved, or {@code null}
	 * @return the asset
	 */
	public static CryptoAsset key(Algorithm algorithm, Purpose purpose, Instant since, @Nullable String obstacle) {
		return new CryptoAsset("%s-%s".formatted(algorithm.id(), purpose.wireName()), algorithm, purpose, true, false,
				Protection.SOFTWARE, false, false, since, obstacle);
	}

}
