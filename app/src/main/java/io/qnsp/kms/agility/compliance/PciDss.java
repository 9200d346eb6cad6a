package io.qnsp.kms.agility.compliance;

import java.util.ArrayList;
import java.util.List;

import io.qnsp.kms.agility.compliance.ComplianceReport.ControlResult;
import io.qnsp.kms.agility.compliance.ComplianceReport.ControlStatus;
import io.qnsp.kms.agility.inventory.AssetGroup.Kind;
import io.qnsp.kms.agility.inventory.Inventory;
import io.qnsp.kms.agility.migration.model.PlanFigures;
import io.qnsp.kms.keys.Protection;

/**
 * PCI DSS 4.0.1, the requirements on cryptography and keys that an inventory answers.
 * Parts of a requirement that are judged apart have a suffix.
 */
final class PciDss {

	/**
	 * The least effective strength that the standard calls strong cryptography, in bits.
	 */
	private static final int STRONG = 112;

	private PciDss() {
	}

	static List<ControlResult> controls(Evidence evidence) {
		return List.of(inventory(evidence), plan(evidence),
				Evidence.unknown("12.3.3-review", "The inventory is reviewed at least every 12 months",
						"Whether somebody reviewed it is not known here; each reading of it is in the audit journal."),
				Evidence.unknown("4.2.1.1", "Inventory of trusted keys and certificates that protect PAN in transit",
						"Which keys protect PAN in transit is not known here."),
				evidence.none("3.7.1", "Strong keys are generated", (kind) -> true, "keys",
						(kind) -> kind.algorithm().strength() < STRONG, "have less than 112 bits of strength",
						"Keys made elsewhere and imported: %d.".formatted(evidence.inventory().count(Kind::imported))),
				storage(evidence),
				evidence.none("3.7.4", "Keys are changed at the end of their cryptoperiod", Kind::active, "active keys",
						Kind::overdue,
						"protect new data for longer than their cryptoperiod (SP 800-57 part 1 revision 5)",
						"Active keys with a rotation period: %d."
							.formatted(evidence.inventory().count((kind) -> kind.active() && kind.scheduled()))),
				evidence.none("3.7.5", "Compromised keys are replaced and protect nothing new", Kind::compromised,
						"compromised keys", Kind::active, "protect new data"));
	}

	private static ControlResult inventory(Evidence evidence) {
		Inventory inventory = evidence.inventory();
		String name = "Inventory of cryptographic cipher suites in use, with purpose and place";
		if (inventory.count() == 0) {
			return Evidence.unknown("12.3.3-inventory", name, "There are no keys.");
		}
		List<String> findings = new ArrayList<>();
		findings.add("%d keys are inventoried by algorithm, purpose and place.".formatted(inventory.count()));
		inventory.groups()
			.stream()
			.map((group) -> group.kind().purpose())
			.distinct()
			.sorted()
			.forEach((purpose) -> findings.add("%s keys: %s.".formatted(purpose.wireName(),
					evidence.byAlgorithm((kind) -> kind.purpose() == purpose))));
		return new ControlResult("12.3.3-inventory", name, ControlStatus.PASSED, findings);
	}

	private static ControlResult plan(Evidence evidence) {
		String name = "A plan answers anticipated changes in cryptographic vulnerabilities";
		long classical = evidence.inventory().count(Kind::isClassical);
		PlanFigures plans = evidence.plans();
		if (evidence.inventory().count() == 0) {
			return Evidence.unknown("12.3.3-plan", name, "There are no keys.");
		}
		boolean answered = classical == 0 || plans.open() > 0;
		return new ControlResult("12.3.3-plan", name, answered ? ControlStatus.PASSED : ControlStatus.FAILED, List
			.of("%d keys are of algorithms that quantum computers break.".formatted(classical), plans.sentence()));
	}

	private static ControlResult storage(Evidence evidence) {
		Inventory inventory = evidence.inventory();
		String name = "Secret and private keys are stored encrypted or in a hardware module";
		if (inventory.count() == 0) {
			return Evidence.unknown("3.6.1.2", name, "There are no keys.");
		}
		return new ControlResult("3.6.1.2", name, ControlStatus.PASSED,
				List.of("%d keys are sealed by AES-256-GCM under keys of the tenant, which the root key wraps."
					.formatted(inventory.count((kind) -> kind.protection() == Protection.SOFTWARE)),
						"%d keys are in hardware modules."
							.formatted(inventory.count((kind) -> kind.protection() == Protection.HSM)),
						"Whether the root key is kept apart from the database is not known here."));
	}

}
