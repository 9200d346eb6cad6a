package io.qnsp.kms.agility.compliance;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qnsp.crypto.catalogue.Publication;

/**
 * What a framework says of a tenant.
 *
 * @param framework the framework's id
 * @param document the document, with its version
 * @param documentDate when it was published
 * @param draft whether the document may still change
 * @param complianceStatus compliant when every control that applies has passed; not
 * compliant when none has, also when none applies
 * @param score passed controls of those that passed or failed, 0..100, rounded down; 0
 * when none applies
 * @param controls the controls
 * @param generatedAt when it was judged
 * @param basis what was counted and what was not
 */
record ComplianceReport(String framework, String document, String documentDate, boolean draft, Status complianceStatus,
		int score, List<ControlResult> controls, Instant generatedAt, String basis) {

	private static final int FULL = 100;

	/**
	 * A control.
	 *
	 * @param controlId its id; ids that the document does not have are this server's own
	 * @param name what it demands
	 * @param status how it stands
	 * @param findings the evidence
	 */
	record ControlResult(String controlId, String name, ControlStatus status, List<String> findings) {

		ControlResult {
			findings = List.copyOf(findings);
		}

	}

	/**
	 * How a control stands.
	 */
	enum ControlStatus {

		@JsonProperty("passed")
		PASSED, @JsonProperty("failed")
		FAILED, @JsonProperty("not_applicable")
		NOT_APPLICABLE

	}

	/**
	 * How a framework stands.
	 */
	enum Status {

		@JsonProperty("compliant")
		COMPLIANT, @JsonProperty("partial")
		PARTIAL, @JsonProperty("non_compliant")
		NON_COMPLIANT

	}

	static ComplianceReport of(Framework framework, List<ControlResult> controls, String counted, Instant at) {
		long passed = controls.stream().filter((control) -> control.status() == ControlStatus.PASSED).count();
		long failed = controls.stream().filter((control) -> control.status() == ControlStatus.FAILED).count();
		Status status = (passed == 0) ? Status.NON_COMPLIANT : (failed == 0) ? Status.COMPLIANT : Status.PARTIAL;
		int score = (passed + failed == 0) ? 0 : Math.toIntExact(passed * FULL / (passed + failed));
		Publication document = framework.document();
		String basis = "score is passed / (passed + failed): %d / %d. %s ".formatted(passed, passed + failed, counted)
				+ "Only what this server holds can be judged; this is evidence, not a certification."
				+ ((passed + failed == 0) ? " There is nothing to assess." : "");
		return new ComplianceReport(framework.id(), document.reference(), document.published().toString(),
				document.isDraft(), status, score, controls, at, basis);
	}

}
