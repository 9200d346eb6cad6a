package io.qnsp.crypto.catalogue;

import java.time.LocalDate;
import java.util.List;

/**
 * A day by which something must have moved to quantum-safe cryptography.
 *
 * @param source who says so
 * @param scope what must have moved
 * @param demand what it must have moved to
 * @param by the last day
 */
public record Milestone(Publication source, String scope, String demand, LocalDate by) {

	private static final List<Milestone> ALL = List.of(
			of(Publication.IR_8547_DRAFT, "RSA, ECDSA, ECDH and finite-field DH of 112-bit strength",
					"deprecated after this day", 2030),
			of(Publication.IR_8547_DRAFT, "RSA, ECDSA, EdDSA, ECDH and finite-field DH of every strength",
					"disallowed after this day", 2035),
			of(Publication.CNSA_2_0, "software and firmware signing", "support and prefer CNSA 2.0", 2025),
			of(Publication.CNSA_2_0, "software and firmware signing", "exclusively CNSA 2.0", 2030),
			of(Publication.CNSA_2_0, "web browsers, servers and cloud services", "support and prefer CNSA 2.0", 2025),
			of(Publication.CNSA_2_0, "web browsers, servers and cloud services", "exclusively CNSA 2.0", 2033),
			of(Publication.CNSA_2_0, "traditional networking equipment", "support and prefer CNSA 2.0", 2026),
			of(Publication.CNSA_2_0, "traditional networking equipment", "exclusively CNSA 2.0", 2030),
			of(Publication.CNSA_2_0, "operating systems", "support and prefer CNSA 2.0", 2027),
			of(Publication.CNSA_2_0, "operating systems", "exclusively CNSA 2.0", 2033),
			of(Publication.CNSA_2_0, "niche equipment and large public key infrastructures",
					"support and prefer CNSA 2.0", 2030),
			of(Publication.CNSA_2_0, "niche equipment and large public key infrastructures", "exclusively CNSA 2.0",
					2033),
			of(Publication.CNSA_2_0, "custom applications and legacy equipment", "updated or replaced", 2033),
			of(Publication.EU_ROADMAP, "every organisation", "transition begun, inventories made", 2026),
			of(Publication.EU_ROADMAP, "use cases of high risk", "transition done", 2030),
			of(Publication.EU_ROADMAP, "use cases of medium risk", "transition done", 2035));

	/**
	 * Every milestone.
	 * @return in order of document and scope
	 */
	public static List<Milestone> all() {
		return ALL;
	}

	private static Milestone of(Publication source, String scope, String demand, int year) {
		return new Milestone(source, scope, demand, LocalDate.of(year, 12, 31));
	}

}
