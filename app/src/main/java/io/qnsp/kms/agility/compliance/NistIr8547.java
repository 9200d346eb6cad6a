package io.qnsp.kms.agility.compliance;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;

import io.qnsp.crypto.catalogue.Standing;
import io.qnsp.kms.agility.compliance.ComplianceReport.ControlResult;
import io.qnsp.kms.agility.compliance.ComplianceReport.ControlStatus;
import io.qnsp.kms.agility.inventory.AssetGroup.Kind;
import io.qnsp.kms.agility.usage.RecentUse;

/**
 * NIST IR 8547, an initial public draft of 2024-11-12: classical algorithms of 112 bits
 * are deprecated after 2030, all are disallowed after 2035. What is in force on the day
 * and what is still to be done are controls of their own.
 */
final class NistIr8547 {

	private static final LocalDate END_OF_112_BITS = LocalDate.of(2030, 12, 31);

	private static final LocalDate END = LocalDate.of(2035, 12, 31);

	private static final int FULL_STRENGTH = 128;

	private static final String BROKEN = "are of algorithms that quantum computers break";

	private NistIr8547() {
	}

	static List<ControlResult> controls(Evidence evidence) {
		Predicate<Kind> key = Kind::isAsymmetric;
		return List.of(
				evidence.none("IR8547-IN-FORCE-1", "No key of an algorithm that is disallowed today", key,
						"asymmetric keys", on(evidence, Standing.FORBIDDEN), "are disallowed today",
						"Judged for %s.".formatted(evidence.today())),
				evidence.none("IR8547-IN-FORCE-2", "No key of an algorithm that is deprecated today", key,
						"asymmetric keys", on(evidence, Standing.DEPRECATED), "are deprecated today",
						"Judged for %s.".formatted(evidence.today())),
				evidence.none("IR8547-TRANSITION-1", "Classical keys of 112-bit strength are replaced (tables 2 and 4)",
						key, "asymmetric keys",
						(kind) -> kind.isClassical() && kind.algorithm().strength() < FULL_STRENGTH,
						"have 112-bit strength", evidence.due(END_OF_112_BITS)),
				evidence.none("IR8547-TRANSITION-2", "Signing keys are post-quantum (FIPS 204, FIPS 205)",
						Kind::isSigning, "signing keys", Kind::isClassical, BROKEN, evidence.due(END)),
				evidence.none("IR8547-TRANSITION-3",
						"Key establishment and encryption keys are post-quantum (FIPS 203)",
						(kind) -> kind.isConfidentiality() && kind.isAsymmetric(),
						"asymmetric encryption, wrapping and key exchange keys", Kind::isClassical, BROKEN,
						evidence.due(END)),
				use(evidence));
	}

	private static Predicate<Kind> on(Evidence evidence, Standing standing) {
		return (kind) -> kind.algorithm().transitionOn(evidence.today()).standing() == standing;
	}

	private static ControlResult use(Evidence evidence) {
		RecentUse use = evidence.use();
		String name = "Operations with asymmetric keys use post-quantum algorithms";
		long total = use.classical() + use.quantumSafe();
		if (total == 0) {
			return Evidence.unknown("IR8547-TRANSITION-4", name,
					"There were no operations with asymmetric keys in the last %d days.".formatted(use.days()));
		}
		return new ControlResult("IR8547-TRANSITION-4", name,
				(use.classical() == 0) ? ControlStatus.PASSED : ControlStatus.FAILED,
				List.of("%d of %d operations of the last %d days used algorithms that quantum computers break."
					.formatted(use.classical(), total, use.days()), evidence.due(END)));
	}

}
