package io.qnsp.kms.agility.inventory;

import java.time.Instant;
import java.util.Collections;
import java.util.stream.IntStream;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.agility.CryptoAsset;
import io.qnsp.kms.agility.inventory.AssetGroup.Kind;
import io.qnsp.kms.keys.Protection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InventoryTests {

	@Test
	void groupsAssetsThatDifferInNothingAndKeepsTwentyIds() {
		CryptoAsset[] assets = IntStream.range(0, 1000)
			.mapToObj((i) -> new CryptoAsset("k" + i, Algorithm.ECDSA_P256, Purpose.SIGNING, true, false,
					Protection.SOFTWARE, false, false, Inventories.NOW, "reason " + i))
			.toArray(CryptoAsset[]::new);
		Inventory inventory = Inventories.of(assets);
		assertThat(inventory.groups()).hasSize(1);
		assertThat(inventory.count()).isEqualTo(1000);
		assertThat(inventory.ids((kind) -> true)).hasSize(20).startsWith("k0", "k1");
		assertThat(inventory.groups().getFirst().obstacle()).isEqualTo("reason 0");
		assertThat(inventory.counted()).isEqualTo("Counted: 1000 kms keys; destroyed ones are left out.");
	}

	@Test
	void cryptoperiodsEndOnTheDayThatTheStandardNames() {
		// SP 800-57 part 1: signing keys 3 years, the others 2.
		assertThat(overdue(Algorithm.ECDSA_P256, Purpose.SIGNING, "2023-11-24T12:00:01Z")).isZero();
		assertThat(overdue(Algorithm.ECDSA_P256, Purpose.SIGNING, "2023-11-24T11:59:59Z")).isOne();
		assertThat(overdue(Algorithm.AES_256_GCM, Purpose.ENCRYPTION, "2024-11-24T12:00:01Z")).isZero();
		assertThat(overdue(Algorithm.AES_256_GCM, Purpose.ENCRYPTION, "2024-11-24T11:59:59Z")).isOne();
	}

	private static long overdue(Algorithm algorithm, Purpose purpose, String since) {
		return Inventories.of(Inventories.key(algorithm, purpose, Instant.parse(since), null)).count(Kind::overdue);
	}

	@Test
	void replacementsKeepTheStrength() {
		assertThat(Replacement.of(Algorithm.RSA_2048, Purpose.SIGNING)).contains(Algorithm.ML_DSA_65);
		assertThat(Replacement.of(Algorithm.ECDSA_P384, Purpose.SIGNING)).contains(Algorithm.ML_DSA_87);
		assertThat(Replacement.of(Algorithm.RSA_3072, Purpose.WRAPPING)).contains(Algorithm.ML_KEM_768);
		assertThat(Replacement.of(Algorithm.ECDH_P384, Purpose.KEM)).contains(Algorithm.ML_KEM_1024);
		assertThat(Replacement.of(Algorithm.AES_128_GCM, Purpose.ENCRYPTION)).isEmpty();
		assertThat(Replacement.of(Algorithm.ML_KEM_512, Purpose.KEM)).isEmpty();
	}

	@Test
	void anEmptyInventoryCountsNothing() {
		Inventory inventory = Inventories.of();
		assertThat(inventory.count()).isZero();
		assertThat(inventory.ids((kind) -> true)).isEqualTo(Collections.emptyList());
	}

}
