package io.qnsp.kms.agility.compliance;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.catalogue.Publication;
import io.qnsp.kms.agility.compliance.ComplianceReport.ControlResult;
import org.jspecify.annotations.Nullable;

/**
 * The frameworks that can be asked for.
 */
enum Framework {

	NIST_IR_8547("nist-ir-8547", Publication.IR_8547_DRAFT, NistIr8547::controls, "nist", "ir-8547", "nist-ir8547"),
	FIPS_140_3("fips-140-3", Publication.FIPS_140_3, Fips1403::controls, "fips", "fips140-3"),
	CNSA_2_0("cnsa-2.0", Publication.CNSA_2_0, Cnsa2::controls, "cnsa", "cnsa2", "cnsa-2"),
	PCI_DSS_4_0_1("pci-dss-4.0.1", Publication.PCI_DSS, PciDss::controls, "pci", "pci-dss"),
	EU_PQC("eu-pqc", Publication.EU_ROADMAP, EuRoadmap::controls, "eu");

	private final String id;

	private final Publication document;

	@SuppressWarnings("ImmutableEnumChecker") // a method reference
	private final Function<Evidence, List<ControlResult>> controls;

	@SuppressWarnings("ImmutableEnumChecker") // List.of
	private final List<String> aliases;

	Framework(String id, Publication document, Function<Evidence, List<ControlResult>> controls, String... aliases) {
		this.id = id;
		this.document = document;
		this.controls = controls;
		this.aliases = List.of(aliases);
	}

	/**
	 * The framework of a name.
	 * @param name an id or alias in any case, blanks and underscores for hyphens, or
	 * {@code null} for NIST IR 8547
	 * @return the framework
	 * @throws QnspException a 400 that lists the ids
	 */
	static Framework named(@Nullable String name) {
		if (name == null) {
			return NIST_IR_8547;
		}
		String plain = name.strip().toLowerCase(Locale.ROOT).replace(' ', '-').replace('_', '-');
		return Arrays.stream(values())
			.filter((framework) -> framework.id.equals(plain) || framework.aliases.contains(plain))
			.findFirst()
			.orElseThrow(() -> QnspException.badRequest("framework", "unknown (expected: %s)"
				.formatted(Arrays.stream(values()).map(Framework::id).collect(Collectors.joining(" | ")))));
	}

	String id() {
		return this.id;
	}

	Publication document() {
		return this.document;
	}

	List<ControlResult> judge(Evidence evidence) {
		return this.controls.apply(evidence);
	}

}
