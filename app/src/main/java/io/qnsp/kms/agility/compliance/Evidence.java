package io.qnsp.kms.agility.compliance;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.qnsp.kms.agility.compliance.ComplianceReport.ControlResult;
import io.qnsp.kms.agility.compliance.ComplianceReport.ControlStatus;
import io.qnsp.kms.agility.inventory.AssetGroup.Kind;
import io.qnsp.kms.agility.inventory.Inventory;
import io.qnsp.kms.agility.migration.model.PlanFigures;
import io.qnsp.kms.agility.usage.RecentUse;

/**
 * What controls are judged by.
 *
 * @param inventory what the tenant holds
 * @param use what it used lately
 * @param plans its migration plans
 * @param today the day
 */
record Evidence(Inventory inventory, RecentUse use, PlanFigures plans, LocalDate today) {

	/**
	 * Judges that none of some assets is at fault.
	 * @param id the control's id
	 * @param name the control's name
	 * @param scope which assets it is about; without any it does not apply
	 * @param scopeName what they are, a plural
	 * @param fault which of them are at fault
	 * @param faultName what is wrong with those, such as {@code are broken by quantum
	 * computers}
	 * @param more further evidence
	 * @return the control
	 */
	ControlResult none(String id, String name, Predicate<Kind> scope, String scopeName, Predicate<Kind> fault,
			String faultName, String... more) {
		long total = this.inventory.count(scope);
		if (total == 0) {
			return new ControlResult(id, name, ControlStatus.NOT_APPLICABLE,
					findings("There are no %s.".formatted(scopeName), more));
		}
		Predicate<Kind> found = scope.and(fault);
		long faults = this.inventory.count(found);
		List<String> findings = findings("%d of %d %s %s.".formatted(faults, total, scopeName, faultName), more);
		if (faults > 0) {
			findings.add(1, "By algorithm: %s.".formatted(byAlgorithm(found)));
			findings.add(2,
					"%s: %s.".formatted(
							(faults > Inventory.MOST_IDS) ? "The first %d".formatted(Inventory.MOST_IDS) : "These are",
							String.join(", ", this.inventory.ids(found))));
		}
		return new ControlResult(id, name, (faults == 0) ? ControlStatus.PASSED : ControlStatus.FAILED, findings);
	}

	/**
	 * Counts by algorithm.
	 * @param which the assets
	 * @return for example {@code 2 RSA-2048, 1 X25519}
	 */
	String byAlgorithm(Predicate<Kind> which) {
		return String.join(", ", this.inventory.matching(which)
			.map((group) -> group.kind().algorithm())
			.distinct()
			.sorted()
			.map((algorithm) -> "%d %s".formatted(
					this.inventory.count(which.and((kind) -> kind.algorithm() == algorithm)), algorithm.nistName()))
			.toList());
	}

	/**
	 * A control that nothing this server holds can decide.
	 * @param id the control's id
	 * @param name the control's name
	 * @param why why not, a sentence
	 * @return the control
	 */
	static ControlResult unknown(String id, String name, String why) {
		return new ControlResult(id, name, ControlStatus.NOT_APPLICABLE, List.of(why));
	}

	private static List<String> findings(String first, String... more) {
		List<String> findings = new ArrayList<>();
		findings.add(first);
		findings.addAll(List.of(more));
		return findings;
	}

	/**
	 * How a deadline stands.
	 * @param last the last day
	 * @return for example {@code Due by 2035-12-31.}
	 */
	String due(LocalDate last) {
		return this.today.isAfter(last) ? "Was due by %s.".formatted(last) : "Due by %s.".formatted(last);
	}

}
