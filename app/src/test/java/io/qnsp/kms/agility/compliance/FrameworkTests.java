package io.qnsp.kms.agility.compliance;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.agility.CryptoAsset;
import io.qnsp.kms.agility.compliance.ComplianceReport.ControlResult;
import io.qnsp.kms.agility.compliance.ComplianceReport.ControlStatus;
import io.qnsp.kms.agility.inventory.Inventories;
import io.qnsp.kms.agility.inventory.Inventory;
import io.qnsp.kms.agility.migration.model.PlanFigures;
import io.qnsp.kms.agility.usage.RecentUse;
import io.qnsp.kms.keys.Protection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FrameworkTests {

	private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

	private static final PlanFigures NO_PLANS = new PlanFigures(0, 0, 0, 0, 0);

	private static ComplianceReport judge(Framework framework, LocalDate day, PlanFigures plans,
			CryptoAsset... assets) {
		Inventory inventory = Inventories.of(assets);
		Evidence evidence = new Evidence(inventory, new RecentUse(30, List.of()), plans, day);
		return ComplianceReport.of(framework, framework.judge(evidence), inventory.counted(), Inventories.NOW);
	}

	private static ControlResult control(ComplianceReport report, String id) {
		return report.controls().stream().filter((control) -> control.controlId().equals(id)).findFirst().orElseThrow();
	}

	@ParameterizedTest
	@CsvSource({ "NIST, NIST_IR_8547", "nist-ir-8547, NIST_IR_8547", "FIPS, FIPS_140_3", "FIPS 140-3, FIPS_140_3",
			"CNSA_2.0, CNSA_2_0", "cnsa, CNSA_2_0", "PCI, PCI_DSS_4_0_1", "PCI-DSS-4.0.1, PCI_DSS_4_0_1", "Eu, EU_PQC",
			", NIST_IR_8547" })
	void knowsNamesAndAliasesInAnyCase(String name, Framework expected) {
		assertThat(Framework.named(name)).isEqualTo(expected);
	}

	@Test
	void anUnknownFrameworkIsToldWhichThereAre() {
		assertThatExceptionOfType(QnspException.class).isThrownBy(() -> Framework.named("HIPAA"))
			.satisfies((ex) -> assertThat(ex.details()).containsEntry("framework",
					"unknown (expected: nist-ir-8547 | fips-140-3 | cnsa-2.0 | pci-dss-4.0.1 | eu-pqc)"));
	}

	@ParameterizedTest
	@EnumSource(Framework.class)
	void nothingPassesNothing(Framework framework) {
		ComplianceReport report = judge(framework, TODAY, NO_PLANS);
		assertThat(report.controls()).isNotEmpty()
			.allSatisfy((control) -> assertThat(control.status()).isEqualTo(ControlStatus.NOT_APPLICABLE));
		assertThat(report.score()).isZero();
		assertThat(report.complianceStatus()).isEqualTo(ComplianceReport.Status.NON_COMPLIANT);
		assertThat(report.basis()).contains("There is nothing to assess");
	}

	@Test
	void rsa2048IsInForceUntilTheEndOf2030And2035() {
		CryptoAsset rsa = Inventories.key(Algorithm.RSA_2048, Purpose.SIGNING);
		assertInForce(LocalDate.of(2030, 12, 31), ControlStatus.PASSED, ControlStatus.PASSED, rsa);
		assertInForce(LocalDate.of(2031, 1, 1), ControlStatus.PASSED, ControlStatus.FAILED, rsa);
		assertInForce(LocalDate.of(2035, 12, 31), ControlStatus.PASSED, ControlStatus.FAILED, rsa);
		assertInForce(LocalDate.of(2036, 1, 1), ControlStatus.FAILED, ControlStatus.PASSED, rsa);
		ControlResult transition = control(judge(Framework.NIST_IR_8547, TODAY, NO_PLANS, rsa), "IR8547-TRANSITION-1");
		assertThat(transition.status()).isEqualTo(ControlStatus.FAILED);
		assertThat(transition.findings()).containsExactly("1 of 1 asymmetric keys have 112-bit strength.",
				"By algorithm: 1 RSA-2048.", "These are: rsa-2048-signing.", "Due by 2030-12-31.");
	}

	private static void assertInForce(LocalDate day, ControlStatus disallowed, ControlStatus deprecated,
			CryptoAsset key) {
		ComplianceReport report = judge(Framework.NIST_IR_8547, day, NO_PLANS, key);
		assertThat(control(report, "IR8547-IN-FORCE-1").status()).as("disallowed on " + day).isEqualTo(disallowed);
		assertThat(control(report, "IR8547-IN-FORCE-2").status()).as("deprecated on " + day).isEqualTo(deprecated);
	}

	@Test
	void p256IsNotOf112Bits() {
		ComplianceReport report = judge(Framework.NIST_IR_8547, LocalDate.of(2031, 1, 1), NO_PLANS,
				Inventories.key(Algorithm.ECDSA_P256, Purpose.SIGNING));
		assertThat(control(report, "IR8547-IN-FORCE-2").status()).isEqualTo(ControlStatus.PASSED);
		assertThat(control(report, "IR8547-TRANSITION-1").status()).isEqualTo(ControlStatus.PASSED);
		assertThat(control(report, "IR8547-TRANSITION-2").status()).isEqualTo(ControlStatus.FAILED);
	}

	@Test
	void softwareEngineIsNoValidatedModule() {
		ComplianceReport report = judge(Framework.FIPS_140_3, TODAY, NO_PLANS,
				Inventories.key(Algorithm.ML_KEM_768, Purpose.KEM));
		ControlResult module = control(report, "FIPS140-3-MODULE");
		assertThat(module.status()).isEqualTo(ControlStatus.FAILED);
		assertThat(module.findings().getFirst()).contains("not a validated module");
		assertThat(control(report, "FIPS140-3-ALGORITHMS").status()).isEqualTo(ControlStatus.PASSED);
		assertThat(report.complianceStatus()).isEqualTo(ComplianceReport.Status.PARTIAL);
		assertThat(report.score()).isEqualTo(66);
		assertThat(control(judge(Framework.FIPS_140_3, TODAY, NO_PLANS,
				Inventories.key(Algorithm.CHACHA20_POLY1305, Purpose.ENCRYPTION)), "FIPS140-3-ALGORITHMS")
			.status()).isEqualTo(ControlStatus.FAILED);
	}

	@Test
	void cnsaTakesTheLargestParametersAlone() {
		ComplianceReport best = judge(Framework.CNSA_2_0, TODAY, NO_PLANS,
				Inventories.key(Algorithm.ML_DSA_87, Purpose.SIGNING),
				Inventories.key(Algorithm.ML_KEM_1024, Purpose.KEM),
				Inventories.key(Algorithm.AES_256_GCM, Purpose.ENCRYPTION));
		assertThat(best.complianceStatus()).isEqualTo(ComplianceReport.Status.COMPLIANT);
		assertThat(best.score()).isEqualTo(100);
		ComplianceReport smaller = judge(Framework.CNSA_2_0, TODAY, NO_PLANS,
				Inventories.key(Algorithm.ML_DSA_65, Purpose.SIGNING),
				Inventories.key(Algorithm.ML_KEM_768, Purpose.KEM),
				Inventories.key(Algorithm.AES_128_GCM, Purpose.ENCRYPTION),
				Inventories.key(Algorithm.HMAC_SHA_256, Purpose.MAC));
		assertThat(smaller.controls()).filteredOn((control) -> control.status() == ControlStatus.FAILED).hasSize(4);
		assertThat(control(smaller, "CNSA2-SIGNATURE").findings())
			.anyMatch((finding) -> finding.contains("2026-12-31"));
	}

	@Test
	void pciAsksForAPlanCryptoperiodsAndTheEndOfCompromisedKeys() {
		CryptoAsset old = Inventories.key(Algorithm.RSA_3072, Purpose.SIGNING, Instant.parse("2020-01-01T00:00:00Z"),
				null);
		ComplianceReport report = judge(Framework.PCI_DSS_4_0_1, TODAY, NO_PLANS, old);
		assertThat(control(report, "12.3.3-inventory").status()).isEqualTo(ControlStatus.PASSED);
		assertThat(control(report, "12.3.3-plan").status()).isEqualTo(ControlStatus.FAILED);
		assertThat(control(report, "3.7.4").status()).isEqualTo(ControlStatus.FAILED);
		assertThat(control(report, "3.7.5").status()).isEqualTo(ControlStatus.NOT_APPLICABLE);
		assertThat(control(report, "4.2.1.1").status()).isEqualTo(ControlStatus.NOT_APPLICABLE);
		assertThat(control(judge(Framework.PCI_DSS_4_0_1, TODAY, new PlanFigures(0, 1, 0, 0, 1), old), "12.3.3-plan")
			.status()).isEqualTo(ControlStatus.PASSED);
		CryptoAsset compromised = new CryptoAsset("k", Algorithm.ML_DSA_65, Purpose.SIGNING, false, true,
				Protection.SOFTWARE, false, false, Inventories.NOW, null);
		assertThat(control(judge(Framework.PCI_DSS_4_0_1, TODAY, NO_PLANS, compromised), "3.7.5").status())
			.isEqualTo(ControlStatus.PASSED);
	}

	@Test
	void euAsksForABeginAndForSecretsFirst() {
		CryptoAsset signing = Inventories.key(Algorithm.ECDSA_P256, Purpose.SIGNING);
		CryptoAsset secret = Inventories.key(Algorithm.X25519, Purpose.KEM);
		ComplianceReport report = judge(Framework.EU_PQC, TODAY, NO_PLANS, signing, secret);
		assertThat(control(report, "EU-2026-INVENTORY").status()).isEqualTo(ControlStatus.PASSED);
		assertThat(control(report, "EU-2026-BEGUN").status()).isEqualTo(ControlStatus.FAILED);
		assertThat(control(report, "EU-2030").findings()).contains("Due by 2030-12-31.");
		assertThat(control(judge(Framework.EU_PQC, LocalDate.of(2031, 1, 1), NO_PLANS, secret), "EU-2030").findings())
			.contains("Was due by 2030-12-31.");
		assertThat(control(judge(Framework.EU_PQC, TODAY, new PlanFigures(1, 0, 0, 0, 0), signing), "EU-2026-BEGUN")
			.status()).isEqualTo(ControlStatus.PASSED);
	}

	@Test
	void findingsNameTwentyKeysAtMost() {
		CryptoAsset[] many = IntStream.range(0, 25)
			.mapToObj((i) -> new CryptoAsset("k" + i, Algorithm.X25519, Purpose.KEM, true, false, Protection.SOFTWARE,
					false, false, Inventories.NOW, null))
			.toArray(CryptoAsset[]::new);
		List<String> findings = control(judge(Framework.EU_PQC, TODAY, NO_PLANS, many), "EU-2030").findings();
		assertThat(findings.get(0)).startsWith("25 of 25");
		assertThat(findings.get(2)).startsWith("The first 20: k0, k1").doesNotContain("k20");
	}

}
