package io.qnsp.kms.agility.risk;

import java.time.LocalDate;
import java.util.List;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.agility.inventory.Inventories;
import io.qnsp.kms.agility.risk.RiskAssessment.AlgorithmRisk;
import io.qnsp.kms.agility.risk.RiskAssessment.Assessment;
import io.qnsp.kms.agility.usage.AlgorithmUse;
import io.qnsp.kms.agility.usage.RecentUse;
import io.qnsp.kms.agility.usage.UsageCategory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RiskModelTests {

	private static final RecentUse NO_USE = new RecentUse(30, List.of());

	private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

	private static AlgorithmRisk risk(Algorithm algorithm, Purpose purpose, RecentUse use, LocalDate day) {
		return RiskModel.assess(Inventories.of(Inventories.key(algorithm, purpose)), use, day).algorithms().getFirst();
	}

	private static QuantumRisk signing(Algorithm algorithm, LocalDate day) {
		return risk(algorithm, Purpose.SIGNING, NO_USE, day).quantumRisk();
	}

	@Test
	void nothingIsNoRiskAndSaysSo() {
		RiskAssessment risk = RiskModel.assess(Inventories.of(), NO_USE, TODAY);
		assertThat(risk.overallRisk()).isEqualTo(QuantumRisk.LOW);
		assertThat(risk.algorithms()).isEmpty();
		assertThat(risk.assessment()).isEqualTo(new Assessment(false, false));
		assertThat(risk.basis()).contains("There is nothing to assess");
	}

	@Test
	void weakSignaturesGetRiskierIn2031And2036() {
		assertThat(signing(Algorithm.RSA_2048, LocalDate.of(2030, 12, 31))).isEqualTo(QuantumRisk.MEDIUM);
		assertThat(signing(Algorithm.RSA_2048, LocalDate.of(2031, 1, 1))).isEqualTo(QuantumRisk.HIGH);
		assertThat(signing(Algorithm.RSA_2048, LocalDate.of(2035, 12, 31))).isEqualTo(QuantumRisk.HIGH);
		assertThat(signing(Algorithm.RSA_2048, LocalDate.of(2036, 1, 1))).isEqualTo(QuantumRisk.CRITICAL);
	}

	@Test
	void strongSignaturesGetRiskierIn2036Alone() {
		assertThat(signing(Algorithm.ECDSA_P256, LocalDate.of(2035, 12, 31))).isEqualTo(QuantumRisk.MEDIUM);
		assertThat(signing(Algorithm.ECDSA_P256, LocalDate.of(2036, 1, 1))).isEqualTo(QuantumRisk.CRITICAL);
	}

	@Test
	void secretsAreAtHighRiskAndCriticalWhenUsed() {
		RecentUse used = new RecentUse(30,
				List.of(new AlgorithmUse(Algorithm.X25519, UsageCategory.KEY_EXCHANGE, 12, 0, Inventories.NOW)));
		assertThat(risk(Algorithm.X25519, Purpose.KEM, NO_USE, TODAY).quantumRisk()).isEqualTo(QuantumRisk.HIGH);
		AlgorithmRisk critical = risk(Algorithm.X25519, Purpose.KEM, used, TODAY);
		assertThat(critical.quantumRisk()).isEqualTo(QuantumRisk.CRITICAL);
		assertThat(critical.reason()).contains("12 times in the last 30 days");
		assertThat(critical.recommendation()).contains("ML-KEM-768", "X-Wing");
		assertThat(risk(Algorithm.RSA_2048, Purpose.ENCRYPTION, NO_USE, LocalDate.of(2031, 1, 1)).quantumRisk())
			.isEqualTo(QuantumRisk.CRITICAL);
	}

	@Test
	void timeIsCountedToTheDatesOfTheDocument() {
		assertThat(RemainingTime.of(Algorithm.RSA_2048, LocalDate.of(2030, 12, 1))).isEqualTo(
				"1 month (31 days) until it is deprecated after 2030-12-31; 5 years 1 month (1857 days) until it "
						+ "is disallowed after 2035-12-31 (NIST IR 8547 (initial public draft))");
		assertThat(RemainingTime.of(Algorithm.ECDSA_P256, LocalDate.of(2035, 12, 31))).isEqualTo(
				"0 months (1 day) until it is disallowed after 2035-12-31 (NIST IR 8547 (initial public draft))");
		assertThat(RemainingTime.of(Algorithm.RSA_2048, LocalDate.of(2036, 1, 1))).isEqualTo(
				"deprecated since 2031-01-01; disallowed since 2036-01-01 (NIST IR 8547 (initial public draft))");
		assertThat(RemainingTime.of(Algorithm.ML_KEM_768, TODAY)).startsWith("no date");
	}

	@Test
	void harvestingIsPossibleAsLongAsOneClassicalKeyKeepsSecrets() {
		assertThat(RiskModel.assess(Inventories.of(Inventories.key(Algorithm.ML_KEM_768, Purpose.KEM),
				Inventories.key(Algorithm.ECDH_P256, Purpose.WRAPPING)), NO_USE, TODAY)
			.assessment()).isEqualTo(new Assessment(true, false));
		assertThat(RiskModel.assess(Inventories.of(Inventories.key(Algorithm.ML_KEM_768, Purpose.KEM),
				Inventories.key(Algorithm.RSA_2048, Purpose.SIGNING)), NO_USE, TODAY)
			.assessment()).isEqualTo(new Assessment(false, true));
		assertThat(RiskModel.assess(Inventories.of(Inventories.key(Algorithm.RSA_2048, Purpose.SIGNING)), NO_USE, TODAY)
			.assessment()).isEqualTo(new Assessment(false, false));
	}

	@Test
	void largestRiskComesFirstAndSafeAlgorithmsAffectNoKey() {
		RiskAssessment risk = RiskModel
			.assess(Inventories.of(Inventories.key(Algorithm.AES_256_GCM, Purpose.ENCRYPTION),
					Inventories.key(Algorithm.RSA_3072, Purpose.SIGNING),
					Inventories.key(Algorithm.X25519, Purpose.ENCRYPTION)), NO_USE, TODAY);
		assertThat(risk.algorithms()).extracting(AlgorithmRisk::algorithm)
			.containsExactly("X25519", "RSA-3072", "AES-256-GCM");
		assertThat(risk.overallRisk()).isEqualTo(QuantumRisk.HIGH);
		assertThat(risk.algorithms().getLast().affectedKeys()).isZero();
		assertThat(risk.algorithms().getLast().keys()).isOne();
	}

}
