package io.qnsp.kms.keys.material;

import java.util.List;
import java.util.Set;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmKeyRequest.Use;
import io.qnsp.hsm.HsmSignatureScheme;
import io.qnsp.hsm.HsmToken;
import io.qnsp.hsm.HsmWrapScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class HsmFormTests {

	@ParameterizedTest
	@CsvSource({ "ECDSA_P256,ECDSA_SHA256", "ECDSA_P384,ECDSA_SHA384", "RSA_3072,RSA_PSS_SHA256", "ED25519,ED25519",
			"ML_DSA_65,ML_DSA" })
	void keysSignInTheHsmAsTheySignInSoftware(Algorithm algorithm, HsmSignatureScheme scheme) {
		assertThat(HsmForm.of(algorithm, Purpose.SIGNING)).get()
			.extracting(HsmForm::signs, HsmForm::use)
			.containsExactly(scheme, Use.SIGN);
	}

	@Test
	void anAesKeyEncryptsOrWrapsAsItsPurposeSays() {
		assertThat(HsmForm.of(Algorithm.AES_256_GCM, Purpose.ENCRYPTION)).get()
			.extracting(HsmForm::opens, HsmForm::use)
			.containsExactly(HsmWrapScheme.AES_GCM, Use.ENCRYPT);
		assertThat(HsmForm.of(Algorithm.AES_256_GCM, Purpose.WRAPPING)).get()
			.extracting(HsmForm::opens, HsmForm::use)
			.containsExactly(HsmWrapScheme.AES_KWP, Use.WRAP);
	}

	@ParameterizedTest
	@EnumSource(value = Algorithm.class, names = { "SLH_DSA_SHA2_128S", "CHACHA20_POLY1305", "HMAC_SHA_256", "X_WING",
			"X25519", "ECDH_P256", "ML_DSA_65_ED25519", "HQC_128", "FN_DSA_512" })
	void whatNoHsmHasHasNoForm(Algorithm algorithm) {
		for (Purpose purpose : algorithm.purposes()) {
			assertThat(HsmForm.of(algorithm, purpose)).isEmpty();
		}
	}

	@Test
	void everyFormIsOfTheAlgorithmItself() {
		for (Algorithm algorithm : Algorithm.values()) {
			for (Purpose purpose : algorithm.purposes()) {
				HsmForm.of(algorithm, purpose)
					.ifPresent((form) -> assertThat(algorithm.nistName().replace("-GCM", "").replace("ECDSA-P", "P-"))
						.isEqualTo(form.algorithm().label()));
			}
		}
	}

	@Test
	void anHsmThatLacksTheSchemeDoesNotHaveTheForm() {
		HsmForm rsa = HsmForm.of(Algorithm.RSA_3072, Purpose.ENCRYPTION).orElseThrow();
		assertThat(rsa.isIn(capabilities(HsmKeyAlgorithm.RSA_3072, HsmWrapScheme.RSA_OAEP_SHA1))).isFalse();
		assertThat(rsa.isIn(capabilities(HsmKeyAlgorithm.RSA_3072, HsmWrapScheme.RSA_OAEP_SHA256))).isTrue();
		assertThat(rsa.isIn(capabilities(HsmKeyAlgorithm.RSA_4096, HsmWrapScheme.RSA_OAEP_SHA256))).isFalse();
		HsmForm ec = HsmForm.of(Algorithm.ECDSA_P256, Purpose.SIGNING).orElseThrow();
		assertThat(ec.isIn(capabilities(HsmKeyAlgorithm.EC_P256, HsmWrapScheme.AES_GCM))).isFalse();
	}

	@Test
	void onlyAes256GcmWraps() {
		assertThat(HsmForm.wraps(capabilities(HsmKeyAlgorithm.AES_256, HsmWrapScheme.AES_GCM))).isTrue();
		assertThat(HsmForm.wraps(capabilities(HsmKeyAlgorithm.AES_128, HsmWrapScheme.AES_GCM))).isFalse();
		assertThat(HsmForm.wraps(capabilities(HsmKeyAlgorithm.AES_256, HsmWrapScheme.AES_KWP))).isFalse();
	}

	private static HsmCapabilities capabilities(HsmKeyAlgorithm key, HsmWrapScheme wrap) {
		return new HsmCapabilities(new HsmToken("soft", "1", "token", "m", "m", "1", "PKCS#11 2.40"), Set.of(key),
				Set.of(), Set.of(wrap), List.of());
	}

}
