package io.qnsp.kms.agility.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.agility.inventory.Inventories;
import io.qnsp.kms.agility.inventory.Inventory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class UsageModelTests {

	private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

	private static final Inventory SOME = Inventories.of(Inventories.key(Algorithm.ML_DSA_65, Purpose.SIGNING),
			Inventories.key(Algorithm.ML_KEM_768, Purpose.KEM), Inventories.key(Algorithm.X_WING, Purpose.KEM),
			Inventories.key(Algorithm.RSA_2048, Purpose.SIGNING),
			Inventories.key(Algorithm.RSA_2048, Purpose.ENCRYPTION),
			Inventories.key(Algorithm.AES_256_GCM, Purpose.ENCRYPTION),
			Inventories.key(Algorithm.HMAC_SHA_256, Purpose.MAC));

	@Test
	void adoptionIsTheShareOfAsymmetricKeysThatAreQuantumSafe() {
		Adoption adoption = Adoption.of(SOME);
		assertThat(adoption).isEqualTo(new Adoption(3, 5, 2));
		assertThat(adoption.adoptionRate()).isEqualTo(0.6);
		assertThat(Adoption.of(Inventories.of()).adoptionRate()).isZero();
	}

	@Test
	void countsKeysAndUsesByAlgorithmAndCategory() {
		Instant used = Instant.parse("2026-11-24T09:00:00Z");
		AlgorithmUsage usage = AlgorithmUsage.of(SOME,
				List.of(new AlgorithmUse(Algorithm.RSA_2048, UsageCategory.SIGNING, 7, 2, used),
						new AlgorithmUse(Algorithm.ECDH_P256, UsageCategory.KEY_EXCHANGE, 5, 0, used),
						new AlgorithmUse(Algorithm.ML_DSA_44, UsageCategory.SIGNING, 0, 3, null)),
				TODAY, 365);
		AlgorithmUsage.Entry first = usage.algorithms().getFirst();
		assertThat(first.algorithm()).isEqualTo("RSA-2048");
		assertThat(first.category()).isEqualTo(UsageCategory.SIGNING);
		assertThat(first.usageCount()).isEqualTo(7);
		assertThat(first.failedCount()).isEqualTo(2);
		assertThat(first.keyCount()).isOne();
		assertThat(usage.algorithms()).extracting(AlgorithmUsage.Entry::algorithm, AlgorithmUsage.Entry::category)
			.contains(tuple("RSA-2048", UsageCategory.ENCRYPTION), tuple("HMAC-SHA-256", UsageCategory.HASH),
					tuple("ECDH-P256", UsageCategory.KEY_EXCHANGE))
			.doesNotContain(tuple("ML-DSA-44", UsageCategory.SIGNING));
		assertThat(usage.summary()).isEqualTo(new AlgorithmUsage.Summary(0.6, 12));
	}

	@Test
	void lastUseIsTheLaterOfOperationAndNewestKey() {
		Instant longAgo = Instant.parse("2026-01-01T00:00:00Z");
		Inventory one = Inventories.of(Inventories.key(Algorithm.ML_DSA_65, Purpose.SIGNING));
		AlgorithmUsage usage = AlgorithmUsage.of(one,
				List.of(new AlgorithmUse(Algorithm.ML_DSA_65, UsageCategory.SIGNING, 1, 0, longAgo)), TODAY, 365);
		assertThat(usage.algorithms().getFirst().lastUsedAt()).isEqualTo(Inventories.NOW.minusSeconds(86_400));
	}

	@Test
	void statusFollowsTheDayOfTheTransitionDocuments() {
		assertThat(status(LocalDate.of(2030, 12, 31))).isEqualTo(AlgorithmUsage.Status.ACCEPTABLE);
		assertThat(status(LocalDate.of(2031, 1, 1))).isEqualTo(AlgorithmUsage.Status.DEPRECATED);
		assertThat(status(LocalDate.of(2035, 12, 31))).isEqualTo(AlgorithmUsage.Status.DEPRECATED);
		assertThat(status(LocalDate.of(2036, 1, 1))).isEqualTo(AlgorithmUsage.Status.FORBIDDEN);
	}

	private static AlgorithmUsage.Status status(LocalDate day) {
		Inventory one = Inventories.of(Inventories.key(Algorithm.RSA_2048, Purpose.SIGNING));
		return AlgorithmUsage.of(one, List.of(), day, 365).algorithms().getFirst().status();
	}

	@Test
	void trendHasEveryDayAndZerosWhereNothingHappened() {
		PqcAdoption adoption = PqcAdoption.of(SOME,
				List.of(new DailyUse(TODAY, Algorithm.ML_DSA_65, 3), new DailyUse(TODAY, Algorithm.X_WING, 4),
						new DailyUse(TODAY, Algorithm.RSA_2048, 5),
						new DailyUse(TODAY.minusDays(2), Algorithm.AES_256_GCM, 6)),
				TODAY.minusDays(2), 3);
		assertThat(adoption.trends()).containsExactly(new PqcAdoption.Day("2026-11-22", 0, 0, 6),
				new PqcAdoption.Day("2026-11-23", 0, 0, 0), new PqcAdoption.Day("2026-11-24", 7, 5, 0));
		assertThat(adoption.byAlgorithm()).isEqualTo(Map.of("ML-DSA-65", 1L, "ML-KEM-768", 1L, "X-Wing", 1L));
	}

}
