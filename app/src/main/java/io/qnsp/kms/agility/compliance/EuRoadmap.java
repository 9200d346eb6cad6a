package io.qnsp.kms.agility.compliance;

import java.time.LocalDate;
import java.util.List;

import io.qnsp.kms.agility.compliance.ComplianceReport.ControlResult;
import io.qnsp.kms.agility.compliance.ComplianceReport.ControlStatus;
import io.qnsp.kms.agility.inventory.AssetGroup.Kind;
import io.qnsp.kms.agility.inventory.Inventory;

/**
 * The European Union's coordinated roadmap 1.1: begun by the end of 2026, high risks done
 * by 2030, medium ones by 2035. What keeps data secret is taken for a high risk, since it
 * can be recorded now; signatures for a medium one.
 */
final class EuRoadmap {

	private static final LocalDate BEGUN = LocalDate.of(2026, 12, 31);

	private static final LocalDate HIGH_RISK = LocalDate.of(2030, 12, 31);

	private static final LocalDate MEDIUM_RISK = LocalDate.of(2035, 12, 31);

	private static final String BROKEN = "are of algorithms that quantum computers break";

	private EuRoadmap() {
	}

	static List<ControlResult> controls(Evidence evidence) {
		return List.of(inventory(evidence), begun(evidence),
				evidence.none("EU-2030", "Use cases of high risk are done: what keeps data secret",
						(kind) -> kind.isConfidentiality() && kind.isAsymmetric(),
						"asymmetric encryption, wrapping and key exchange keys", Kind::isClassical, BROKEN,
						evidence.due(HIGH_RISK)),
				evidence.none("EU-2035", "Use cases of medium risk are done: signatures", Kind::isSigning,
						"signing keys", Kind::isClassical, BROKEN, evidence.due(MEDIUM_RISK)));
	}

	private static ControlResult inventory(Evidence evidence) {
		Inventory inventory = evidence.inventory();
		String name = "A cryptographic inventory is made";
		return (inventory.count() == 0) ? Evidence.unknown("EU-2026-INVENTORY", name, "There are no keys.")
				: new ControlResult("EU-2026-INVENTORY", name, ControlStatus.PASSED, List
					.of("Keys by algorithm: %s.".formatted(evidence.byAlgorithm((kind) -> true)), evidence.due(BEGUN)));
	}

	private static ControlResult begun(Evidence evidence) {
		Inventory inventory = evidence.inventory();
		String name = "The transition has begun";
		long total = inventory.count(Kind::isAsymmetric);
		if (total == 0) {
			return Evidence.unknown("EU-2026-BEGUN", name, "There are no asymmetric keys.");
		}
		long safe = total - inventory.count(Kind::isClassical);
		boolean begun = safe > 0 || evidence.plans().open() > 0;
		return new ControlResult("EU-2026-BEGUN", name, begun ? ControlStatus.PASSED : ControlStatus.FAILED,
				List.of("%d of %d asymmetric keys are post-quantum or hybrid.".formatted(safe, total),
						evidence.plans().sentence(), evidence.due(BEGUN)));
	}

}
