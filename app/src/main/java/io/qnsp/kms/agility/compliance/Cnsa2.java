package io.qnsp.kms.agility.compliance;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Availability;
import io.qnsp.crypto.catalogue.Milestone;
import io.qnsp.crypto.catalogue.Publication;
import io.qnsp.kms.agility.compliance.ComplianceReport.ControlResult;
import io.qnsp.kms.agility.compliance.ComplianceReport.ControlStatus;
import io.qnsp.kms.agility.inventory.AssetGroup.Kind;

/**
 * CNSA 2.0: ML-KEM-1024, ML-DSA-87, AES-256, SHA-384 or SHA-512, and LMS or XMSS for
 * software and firmware. SLH-DSA and hybrids are not in it.
 */
final class Cnsa2 {

	private static final LocalDate ACQUISITIONS = LocalDate.of(2027, 1, 1);

	private static final LocalDate MANDATED = LocalDate.of(2031, 12, 31);

	private static final String OTHER = "are of other algorithms";

	private Cnsa2() {
	}

	static List<ControlResult> controls(Evidence evidence) {
		Predicate<Kind> other = (kind) -> !kind.algorithm().isCnsa2();
		String mandated = "CNSA 2.0 is mandated for national security systems by %s.".formatted(MANDATED);
		List<ControlResult> controls = new ArrayList<>();
		controls.add(evidence.none("CNSA2-SIGNATURE", "Signing keys are ML-DSA-87, or LMS or XMSS", Kind::isSigning,
				"signing keys", other, OTHER, mandated, next(evidence.today())));
		controls.add(evidence.none("CNSA2-KEY-ESTABLISHMENT", "Encryption and key exchange keys are ML-KEM-1024",
				(kind) -> kind.isConfidentiality() && kind.isAsymmetric(),
				"asymmetric encryption, wrapping and key exchange keys", other, OTHER, mandated));
		controls.add(evidence.none("CNSA2-SYMMETRIC", "Symmetric encryption keys are AES-256",
				(kind) -> kind.isConfidentiality() && !kind.isAsymmetric(), "symmetric encryption keys", other, OTHER));
		controls.add(evidence.none("CNSA2-HASH", "MAC keys use SHA-384 or SHA-512",
				(kind) -> !kind.isConfidentiality() && !kind.isSigning(), "MAC keys", other, OTHER,
				"This server has no HMAC with SHA-384 or SHA-512."));
		controls.add(support(evidence));
		return controls;
	}

	private static ControlResult support(Evidence evidence) {
		String name = "New equipment supports CNSA 2.0 from %s on".formatted(ACQUISITIONS);
		if (evidence.inventory().count() == 0) {
			return Evidence.unknown("CNSA2-SUPPORT", name, "There are no keys.");
		}
		String supported = Arrays.stream(Algorithm.values())
			.filter((algorithm) -> algorithm.isCnsa2() && algorithm.availability() == Availability.GENERAL)
			.map(Algorithm::nistName)
			.collect(Collectors.joining(", "));
		return new ControlResult("CNSA2-SUPPORT", name, ControlStatus.PASSED,
				List.of("This server makes keys of %s.".formatted(supported),
						"LMS and XMSS signatures are verified, not made."));
	}

	private static String next(LocalDate today) {
		return Milestone.all()
			.stream()
			.filter((milestone) -> milestone.source() == Publication.CNSA_2_0 && !milestone.by().isBefore(today))
			.min(Comparator.comparing(Milestone::by))
			.map((milestone) -> "Next date: %s, %s: %s.".formatted(milestone.by(), milestone.scope(),
					milestone.demand()))
			.orElse("Every date of CNSA 2.0 has passed.");
	}

}
