package io.qnsp.kms.agility.usage;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.qnsp.crypto.catalogue.Family;
import io.qnsp.kms.agility.inventory.Inventory;

/**
 * How far a tenant has come with post-quantum algorithms, and how it got there.
 *
 * @param currentAdoption keys, now
 * @param trends successful operations by day (UTC), oldest first; a day without any has
 * zeros
 * @param byAlgorithm live keys by post-quantum or hybrid algorithm, by its NIST name
 * @param basis what was counted
 */
record PqcAdoption(Current currentAdoption, List<Day> trends, Map<String, Long> byAlgorithm, String basis) {

	/**
	 * Keys, now.
	 *
	 * @param pqcKeys live asymmetric keys of post-quantum and hybrid algorithms
	 * @param totalKeys live asymmetric keys
	 * @param symmetricKeys live symmetric keys, in neither number
	 * @param adoptionRate pqcKeys / totalKeys; 0 when there are none
	 */
	record Current(long pqcKeys, long totalKeys, long symmetricKeys, double adoptionRate) {

	}

	/**
	 * A day.
	 *
	 * @param date the day, ISO 8601
	 * @param pqcOperations operations with post-quantum and hybrid algorithms
	 * @param classicalOperations operations with what Shor's algorithm breaks
	 * @param symmetricOperations operations with symmetric algorithms
	 */
	record Day(String date, long pqcOperations, long classicalOperations, long symmetricOperations) {

	}

	static PqcAdoption of(Inventory inventory, List<DailyUse> uses, LocalDate first, int days) {
		Adoption adoption = Adoption.of(inventory);
		Map<LocalDate, Map<Family.Kind, Long>> byDay = new HashMap<>();
		for (DailyUse use : uses) {
			byDay.computeIfAbsent(use.day(), (day) -> new EnumMap<>(Family.Kind.class))
				.merge(use.algorithm().family().kind(), use.operations(), Long::sum);
		}
		List<Day> trends = first.datesUntil(first.plusDays(days))
			.map((day) -> day(day, byDay.getOrDefault(day, Map.of())))
			.toList();
		Map<String, Long> byAlgorithm = new TreeMap<>();
		inventory.matching((kind) -> kind.isAsymmetric() && !kind.isClassical())
			.forEach((group) -> byAlgorithm.merge(group.kind().algorithm().nistName(), group.count(), Long::sum));
		return new PqcAdoption(
				new Current(adoption.pqcKeys(), adoption.totalKeys(), adoption.symmetricKeys(),
						adoption.adoptionRate()),
				trends, byAlgorithm,
				"%s %s Trends count the successful operations of the last %d days (UTC, today included)."
					.formatted(inventory.counted(), Adoption.BASIS, days));
	}

	private static Day day(LocalDate day, Map<Family.Kind, Long> operations) {
		return new Day(day.toString(),
				operations.getOrDefault(Family.Kind.POST_QUANTUM, 0L) + operations.getOrDefault(Family.Kind.HYBRID, 0L),
				operations.getOrDefault(Family.Kind.CLASSICAL, 0L), operations.getOrDefault(Family.Kind.SYMMETRIC, 0L));
	}

}
