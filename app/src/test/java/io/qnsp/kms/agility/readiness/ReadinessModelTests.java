package io.qnsp.kms.agility.readiness;

import java.time.Instant;
import java.util.List;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.agility.inventory.Inventories;
import io.qnsp.kms.agility.inventory.Inventory;
import io.qnsp.kms.agility.migration.model.PlanFigures;
import io.qnsp.kms.agility.readiness.Readiness.Category;
import io.qnsp.kms.agility.readiness.Readiness.KeyMigration;
import io.qnsp.kms.agility.readiness.Readiness.Status;
import io.qnsp.kms.agility.usage.AlgorithmUse;
import io.qnsp.kms.agility.usage.RecentUse;
import io.qnsp.kms.agility.usage.UsageCategory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReadinessModelTests {

	private static final RecentUse NO_USE = new RecentUse(30, List.of());

	private static final PlanFigures NO_PLANS = new PlanFigures(0, 0, 0, 0, 0);

	private static Category category(Readiness readiness, String name) {
		return readiness.categories()
			.stream()
			.filter((category) -> category.category().equals(name))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void nothingGetsZerosAndSaysSo() {
		Readiness readiness = ReadinessModel.assess(Inventories.of(), NO_USE, NO_PLANS);
		assertThat(readiness.overallScore()).isZero();
		assertThat(readiness.basis()).contains("There is nothing to assess");
		assertThat(readiness.keyMigrationStatus()).isEqualTo(new KeyMigration(0, 0, 0, 0, 0));
		assertThat(readiness.categories()).allSatisfy((category) -> {
			assertThat(category.score()).isZero();
			assertThat(category.status()).isEqualTo(Status.NOT_READY);
			assertThat(category.assessed()).isFalse();
			assertThat(category.basis()).startsWith("Nothing to assess");
		});
	}

	@Test
	void scoreIsTheWeightedMeanOfWhatCanBeAssessed() {
		Inventory inventory = Inventories.of(Inventories.key(Algorithm.ML_DSA_65, Purpose.SIGNING),
				Inventories.key(Algorithm.RSA_3072, Purpose.SIGNING),
				Inventories.key(Algorithm.ECDSA_P256, Purpose.SIGNING),
				Inventories.key(Algorithm.ECDH_P256, Purpose.ENCRYPTION, Inventories.NOW, "the key lives in an HSM"));
		Readiness readiness = ReadinessModel.assess(inventory, NO_USE, NO_PLANS);
		assertThat(category(readiness, "signing_keys").score()).isEqualTo(33);
		assertThat(category(readiness, "signing_keys").status()).isEqualTo(Status.PARTIAL);
		assertThat(category(readiness, "signing_keys").blockers().getFirst()).contains("2 of 3",
				"ECDSA-P256, RSA-3072");
		assertThat(category(readiness, "encryption_and_key_exchange").status()).isEqualTo(Status.NOT_READY);
		assertThat(category(readiness, "migration_path").score()).isEqualTo(75);
		assertThat(category(readiness, "migration_path").blockers())
			.containsExactly("1 ECDH-P256 key: the key lives in an HSM");
		assertThat(category(readiness, "usage").assessed()).isFalse();
		assertThat(category(readiness, "symmetric_keys").assessed()).isFalse();
		// (33 * 25 + 0 * 35 + 75 * 10 + 100 * 10) / 80
		assertThat(readiness.overallScore()).isEqualTo(32);
		assertThat(readiness.keyMigrationStatus()).isEqualTo(new KeyMigration(4, 1, 2, 1, 0));
	}

	@Test
	void everythingQuantumSafeIsReady() {
		Inventory inventory = Inventories.of(Inventories.key(Algorithm.ML_DSA_87, Purpose.SIGNING),
				Inventories.key(Algorithm.X_WING, Purpose.KEM),
				Inventories.key(Algorithm.AES_256_GCM, Purpose.ENCRYPTION));
		RecentUse use = new RecentUse(30,
				List.of(new AlgorithmUse(Algorithm.ML_DSA_87, UsageCategory.SIGNING, 9, 0, Inventories.NOW)));
		Readiness readiness = ReadinessModel.assess(inventory, use, NO_PLANS);
		assertThat(readiness.overallScore()).isEqualTo(100);
		assertThat(readiness.categories())
			.allSatisfy((category) -> assertThat(category.status()).isEqualTo(Status.READY));
	}

	@Test
	void oneClassicalOperationInAThousandIsNotReady() {
		RecentUse use = new RecentUse(30,
				List.of(new AlgorithmUse(Algorithm.ML_DSA_65, UsageCategory.SIGNING, 999, 0, Inventories.NOW),
						new AlgorithmUse(Algorithm.RSA_2048, UsageCategory.SIGNING, 1, 0, Inventories.NOW)));
		Category usage = category(ReadinessModel.assess(Inventories.of(), use, NO_PLANS), "usage");
		assertThat(usage.score()).isEqualTo(99);
		assertThat(usage.status()).isEqualTo(Status.PARTIAL);
	}

	@Test
	void oldKeysAreBehindInRotation() {
		Inventory inventory = Inventories.of(
				Inventories.key(Algorithm.ML_DSA_65, Purpose.SIGNING, Instant.parse("2020-01-01T00:00:00Z"), null),
				Inventories.key(Algorithm.ML_DSA_65, Purpose.SIGNING));
		Category rotation = category(ReadinessModel.assess(inventory, NO_USE, NO_PLANS), "rotation");
		assertThat(rotation.score()).isEqualTo(50);
		assertThat(rotation.blockers()).containsExactly("1 of 2 are older than their cryptoperiod");
	}

	@Test
	void adviceToDraftAPlanGoesAwayWithThePlan() {
		Inventory inventory = Inventories.of(Inventories.key(Algorithm.RSA_2048, Purpose.SIGNING));
		assertThat(category(ReadinessModel.assess(inventory, NO_USE, NO_PLANS), "migration_path").recommendations())
			.hasSize(1);
		Readiness planned = ReadinessModel.assess(inventory, NO_USE, new PlanFigures(0, 1, 0, 0, 1));
		assertThat(category(planned, "migration_path").recommendations()).isEmpty();
		assertThat(planned.keyMigrationStatus().inPlans()).isOne();
	}

}
