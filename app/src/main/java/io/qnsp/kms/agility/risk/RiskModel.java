package io.qnsp.kms.agility.risk;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.crypto.catalogue.Standing;
import io.qnsp.kms.agility.inventory.AssetGroup;
import io.qnsp.kms.agility.inventory.AssetGroup.Kind;
import io.qnsp.kms.agility.inventory.Inventory;
import io.qnsp.kms.agility.inventory.Replacement;
import io.qnsp.kms.agility.risk.RiskAssessment.AlgorithmRisk;
import io.qnsp.kms.agility.risk.RiskAssessment.Assessment;
import io.qnsp.kms.agility.usage.RecentUse;

/**
 * Assesses the risk.
 * <ul>
 * <li>Quantum-safe algorithms: low.</li>
 * <li>Algorithms that Shor's algorithm breaks, keeping data secret: high, since what is
 * recorded today is decrypted later; critical when they were used lately, or are
 * deprecated or disallowed today.</li>
 * <li>The same for signatures, which can only be forged once the computer is there:
 * medium; high when deprecated, critical when disallowed today.</li>
 * </ul>
 */
final class RiskModel {

	private RiskModel() {
	}

	static RiskAssessment assess(Inventory inventory, RecentUse use, LocalDate today) {
		Map<Algorithm, List<AssetGroup>> byAlgorithm = new TreeMap<>();
		inventory.groups()
			.forEach((group) -> byAlgorithm.merge(group.kind().algorithm(), List.of(group), RiskModel::joined));
		List<AlgorithmRisk> risks = byAlgorithm.entrySet()
			.stream()
			.map((entry) -> risk(entry.getKey(), entry.getValue(), use, today))
			.sorted(Comparator.comparing(AlgorithmRisk::quantumRisk)
				.thenComparingLong(AlgorithmRisk::affectedKeys)
				.reversed())
			.toList();
		Predicate<Kind> secret = Kind::isConfidentiality;
		boolean harvest = inventory.count(secret.and(Kind::isClassical)) > 0;
		return new RiskAssessment(risks.isEmpty() ? QuantumRisk.LOW : risks.getFirst().quantumRisk(), risks,
				new Assessment(harvest, !harvest && inventory.count(secret) > 0),
				basis(inventory, use.days()) + (risks.isEmpty() ? " There is nothing to assess." : ""));
	}

	private static String basis(Inventory inventory, int days) {
		return "Quantum-safe algorithms: low. What a quantum computer breaks and keeps data secret: high, critical when "
				+ "it was used in the last %d days or is deprecated or disallowed today. ".formatted(days)
				+ "What it breaks and signs: medium, high when deprecated, critical when disallowed today. Dates are "
				+ "those of the transition documents; when such a computer will be there is not known. Ciphertexts of "
				+ "earlier key versions stay under the earlier algorithm until they are re-encrypted "
				+ "(POST /kms/v1/keys/{keyId}/reencrypt); this server holds none of them and does not count them. "
				+ inventory.counted();
	}

	private static List<AssetGroup> joined(List<AssetGroup> some, List<AssetGroup> more) {
		return Stream.concat(some.stream(), more.stream()).toList();
	}

	private static AlgorithmRisk risk(Algorithm algorithm, List<AssetGroup> groups, RecentUse use, LocalDate today) {
		long keys = groups.stream().mapToLong(AssetGroup::count).sum();
		long operations = use.operations(algorithm::equals);
		boolean classical = !algorithm.family().isQuantumSafe();
		boolean secret = groups.stream().anyMatch((group) -> group.kind().isConfidentiality());
		Standing standing = algorithm.transitionOn(today).standing();
		Graded graded = !classical ? new Graded(QuantumRisk.LOW, "no efficient quantum attack is known")
				: secret ? confidentiality(operations, use.days(), standing) : signature(standing);
		return new AlgorithmRisk(algorithm.nistName(), graded.risk, RemainingTime.of(algorithm, today),
				recommendation(algorithm, groups), classical ? keys : 0, keys, operations, graded.reason);
	}

	private static Graded confidentiality(long operations, int days, Standing standing) {
		String harvest = "Shor's algorithm breaks it, and what it protects can be recorded now and decrypted later";
		if (standing == Standing.DEPRECATED || standing == Standing.FORBIDDEN) {
			return new Graded(QuantumRisk.CRITICAL, harvest + "; it is " + standing.wireName() + " today");
		}
		return (operations > 0)
				? new Graded(QuantumRisk.CRITICAL,
						harvest + "; it was used %d times in the last %d days".formatted(operations, days))
				: new Graded(QuantumRisk.HIGH, harvest + "; it was not used in the last %d days".formatted(days));
	}

	private static Graded signature(Standing standing) {
		String forgery = "Shor's algorithm breaks it, and its signatures can be forged once such a computer is there";
		return switch (standing) {
			case RECOMMENDED, ACCEPTABLE -> new Graded(QuantumRisk.MEDIUM, forgery);
			case DEPRECATED -> new Graded(QuantumRisk.HIGH, forgery + "; it is deprecated today");
			case FORBIDDEN -> new Graded(QuantumRisk.CRITICAL, forgery + "; it is forbidden today");
		};
	}

	private static String recommendation(Algorithm algorithm, List<AssetGroup> groups) {
		if (algorithm == Algorithm.AES_128_GCM) {
			return "Use AES-256-GCM where CNSA 2.0 is demanded; otherwise nothing has to change.";
		}
		if (algorithm.family().isQuantumSafe()) {
			return algorithm.standard().isDraft() ? "Nothing has to change; its standard, %s, is not final."
				.formatted(algorithm.standard().reference()) : "Nothing has to change.";
		}
		List<String> moves = groups.stream()
			.map((group) -> group.kind().purpose())
			.distinct()
			.sorted()
			.map((purpose) -> move(algorithm, purpose))
			.toList();
		return "Move " + String.join("; ", moves) + ".";
	}

	private static String move(Algorithm algorithm, Purpose purpose) {
		String target = Replacement.of(algorithm, purpose).map(Algorithm::nistName).orElse("a quantum-safe algorithm");
		return (purpose == Purpose.SIGNING) ? "signing keys to %s".formatted(target)
				: "%s keys to %s, or to X-Wing to keep a curve beside it".formatted(purpose.wireName(), target);
	}

	private record Graded(QuantumRisk risk, String reason) {

	}

}
