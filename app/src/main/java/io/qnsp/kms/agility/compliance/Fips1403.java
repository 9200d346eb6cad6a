package io.qnsp.kms.agility.compliance;

import java.util.List;

import io.qnsp.crypto.catalogue.Publication;
import io.qnsp.crypto.catalogue.Standing;
import io.qnsp.kms.agility.compliance.ComplianceReport.ControlResult;
import io.qnsp.kms.agility.inventory.AssetGroup.Kind;
import io.qnsp.kms.keys.Protection;

/**
 * FIPS 140-3. The server's software engine is no validated module, and it can't see the
 * certificates of hardware modules: it says so.
 */
final class Fips1403 {

	private Fips1403() {
	}

	static List<ControlResult> controls(Evidence evidence) {
		long hardware = evidence.inventory().count((kind) -> kind.protection() == Protection.HSM);
		return List.of(evidence.none("FIPS140-3-MODULE", "Keys are kept and used in a validated module", (kind) -> true,
				"keys", (kind) -> kind.protection() == Protection.SOFTWARE,
				"are kept and used by this server's software engine, which is not a validated module",
				"Keys in hardware modules: %d. Their certificates (active or historical) are not known here; see the CMVP's list."
					.formatted(hardware)),
				evidence.none("FIPS140-3-ALGORITHMS", "Keys are of approved algorithms (SP 800-140C)", (kind) -> true,
						"keys", (kind) -> !kind.algorithm().isNistApproved(),
						"are of algorithms without a final NIST standard"),
				evidence.none("FIPS140-3-STRENGTH", "No key of an algorithm that is deprecated or disallowed today",
						(kind) -> true, "keys", (kind) -> isEnding(kind, evidence),
						"are deprecated or disallowed today",
						"Judged for %s by %s.".formatted(evidence.today(), Publication.IR_8547_DRAFT.reference())),
				Evidence.unknown("FIPS140-3-PHYSICAL", "Physical security and operational environment",
						"The machine this server runs on is not known here."));
	}

	private static boolean isEnding(Kind kind, Evidence evidence) {
		Standing standing = kind.algorithm().transitionOn(evidence.today()).standing();
		return standing == Standing.DEPRECATED || standing == Standing.FORBIDDEN;
	}

}
