package io.qnsp.crypto.catalogue;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AlgorithmTests {

	@ParameterizedTest
	@CsvSource({ "kyber-768, ML_KEM_768", "Kyber768, ML_KEM_768", "ml_kem_768, ML_KEM_768", "dilithium-3, ML_DSA_65",
			"DILITHIUM3, ML_DSA_65", "falcon-512, FN_DSA_512", "sphincs-shake-128f-simple, SLH_DSA_SHAKE_128F",
			"SPHINCS-SHA2-256s-simple, SLH_DSA_SHA2_256S", "slh-dsa-sha2-192f, SLH_DSA_SHA2_192F",
			"aes-256-gcm, AES_256_GCM", "AES256GCM, AES_256_GCM", "hmac-sha256, HMAC_SHA_256",
			"hmac-sha3-256, HMAC_SHA3_256", "ed25519, ED25519", "ecdsa-p256, ECDSA_P256", "xwing, X_WING",
			"X25519MLKEM768, X25519_ML_KEM_768", "rsa3072, RSA_3072", "ml-dsa-65+ed25519, ML_DSA_65_ED25519" })
	void isFoundByEveryNameItIsKnownBy(String name, Algorithm expected) {
		assertThat(Algorithm.named(name)).contains(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-", "md5", "rsa-1024", "ml-dsa-66", "kyber", "aes", "\u212aYBER-768" })
	void isNotFoundByAnyOther(String name) {
		assertThat(Algorithm.named(name)).isEmpty();
	}

	@Test
	void sharesNoNameWithAnother() {
		Map<String, Algorithm> owners = new HashMap<>();
		for (Algorithm algorithm : Algorithm.values()) {
			Stream.concat(Stream.of(algorithm.id(), algorithm.name()), algorithm.aliases().stream())
				.map(Algorithm::normalized)
				.forEach((name) -> assertThat(owners.put(name, algorithm)).as(name).isIn(null, algorithm));
		}
	}

	@ParameterizedTest
	@CsvSource({ "RSA_2048, 2026-11-24, ACCEPTABLE", "RSA_2048, 2030-12-31, ACCEPTABLE",
			"RSA_2048, 2031-01-01, DEPRECATED", "RSA_2048, 2036-01-01, FORBIDDEN", "RSA_3072, 2031-01-01, ACCEPTABLE",
			"ECDSA_P256, 2035-12-31, ACCEPTABLE", "ECDSA_P256, 2036-01-01, FORBIDDEN", "ED25519, 2036-01-01, FORBIDDEN",
			"X25519, 2036-01-01, FORBIDDEN", "ML_DSA_65, 2026-11-24, RECOMMENDED", "ML_DSA_65, 2040-01-01, RECOMMENDED",
			"ML_KEM_512, 2026-11-24, ACCEPTABLE", "AES_256_GCM, 2040-01-01, RECOMMENDED",
			"X_WING, 2036-01-01, ACCEPTABLE", "FN_DSA_1024, 2026-11-24, ACCEPTABLE" })
	void standsAsThePlansSay(Algorithm algorithm, LocalDate day, Standing expected) {
		assertThat(algorithm.transitionOn(day).standing()).isEqualTo(expected);
	}

	@Test
	void namesTheDraftThatItsEndComesFrom() {
		assertThat(Algorithm.RSA_2048.transitions()).extracting(Transition::source)
			.containsExactly(Publication.FIPS_186_5, Publication.IR_8547_DRAFT, Publication.IR_8547_DRAFT);
		assertThat(Publication.IR_8547_DRAFT.isDraft()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(Algorithm.class)
	void hasACategoryExactlyIfQuantumSafe(Algorithm algorithm) {
		assertThat(algorithm.category() > 0).isEqualTo(algorithm.family().isQuantumSafe());
		assertThat(algorithm.purposes()).isNotEmpty();
		assertThat(algorithm.strength()).isBetween(112, 256);
	}

	@Test
	void countsTheSuiteOfTheNsaStrictly() {
		assertThat(Stream.of(Algorithm.values()).filter(Algorithm::isCnsa2)).containsExactlyInAnyOrderElementsOf(List
			.of(Algorithm.ML_KEM_1024, Algorithm.ML_DSA_87, Algorithm.AES_256_GCM, Algorithm.LMS, Algorithm.XMSS));
	}

	@Test
	void isApprovedByNistOnlyIfAFinalDocumentSaysSo() {
		assertThat(Algorithm.ML_DSA_65.isNistApproved()).isTrue();
		assertThat(Algorithm.X25519.isNistApproved()).isFalse();
		assertThat(Algorithm.CHACHA20_POLY1305.isNistApproved()).isFalse();
		assertThat(Algorithm.X_WING.isNistApproved()).isFalse();
		assertThat(Algorithm.HQC_256.isNistApproved()).isFalse();
	}

}
