package io.qnsp.kms.byohsm.operation;

import java.util.List;
import java.util.Set;

import io.qnsp.core.error.QnspException;
import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmSignatureScheme;
import io.qnsp.hsm.HsmToken;
import io.qnsp.hsm.HsmWrapScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SchemesTests {

	private static HsmCapabilities able(HsmWrapScheme... wraps) {
		return new HsmCapabilities(new HsmToken("l", "1", "l", "m", "m", "1", "PKCS#11 3.0"), Set.of(),
				Set.of(HsmSignatureScheme.ECDSA_SHA384, HsmSignatureScheme.ML_DSA), Set.of(wraps),
				List.of("ECDSA-SHA512: lacks CKM_ECDSA_SHA512", "AES-KW: CKR_ARGUMENTS_BAD"));
	}

	@Test
	void theUsualWayToWrapIsTheBestThatTheHsmCanDo() {
		assertThat(Schemes.wrap(HsmKeyAlgorithm.AES_256, null,
				able(HsmWrapScheme.AES_KW, HsmWrapScheme.AES_KWP, HsmWrapScheme.RSA_OAEP_SHA256)))
			.isEqualTo(HsmWrapScheme.AES_KWP);
		assertThat(Schemes.wrap(HsmKeyAlgorithm.RSA_3072, null, able(HsmWrapScheme.RSA_OAEP_SHA1)))
			.isEqualTo(HsmWrapScheme.RSA_OAEP_SHA1);
		assertThat(Schemes.wrap(HsmKeyAlgorithm.AES_128, "aes-gcm", able(HsmWrapScheme.AES_GCM)))
			.isEqualTo(HsmWrapScheme.AES_GCM);
		assertThatExceptionOfType(QnspException.class)
			.isThrownBy(() -> Schemes.wrap(HsmKeyAlgorithm.AES_128, null, able()));
	}

	@Test
	void aSchemeOfAnotherKindOfKeyIsRefusedWithThoseThatFit() {
		assertThatExceptionOfType(QnspException.class)
			.isThrownBy(() -> Schemes.wrap(HsmKeyAlgorithm.RSA_2048, "AES-KWP", able()))
			.withMessageContaining("RSA-OAEP-SHA256, RSA-OAEP-SHA1");
		assertThatExceptionOfType(QnspException.class)
			.isThrownBy(() -> Schemes.signature(HsmKeyAlgorithm.EC_P256, "RSASSA-PSS-SHA256", able()))
			.withMessageContaining("ECDSA-SHA256, ECDSA-SHA384, ECDSA-SHA512");
		assertThatExceptionOfType(QnspException.class)
			.isThrownBy(() -> Schemes.signature(HsmKeyAlgorithm.AES_256, null, able()));
		assertThat(Schemes.signature(HsmKeyAlgorithm.EC_P384, null, able())).isEqualTo(HsmSignatureScheme.ECDSA_SHA384);
		assertThat(Schemes.label(Schemes.signature(HsmKeyAlgorithm.ML_DSA_65, "ml-dsa-65", able()),
				HsmKeyAlgorithm.ML_DSA_65))
			.isEqualTo("ML-DSA-65");
	}

	@Test
	void whatTheHsmCantDoIsRefusedWithWhatItSaid() {
		assertThatExceptionOfType(QnspException.class)
			.isThrownBy(() -> Schemes.signature(HsmKeyAlgorithm.EC_P256, "ECDSA-SHA512", able()))
			.withMessageContaining("CKM_ECDSA_SHA512");
		assertThatExceptionOfType(QnspException.class)
			.isThrownBy(() -> Schemes.wrap(HsmKeyAlgorithm.AES_256, "AES-KW", able()))
			.withMessageContaining("CKR_ARGUMENTS_BAD");
	}

	@ParameterizedTest
	@CsvSource({ "AES_KW,AES_256,16,true", "AES_KW,AES_256,8,false", "AES_KW,AES_256,20,false",
			"AES_KWP,AES_256,1,true", "AES_GCM,AES_256,4096,true", "RSA_OAEP_SHA1,RSA_2048,214,true",
			"RSA_OAEP_SHA1,RSA_2048,215,false", "RSA_OAEP_SHA256,RSA_3072,318,true",
			"RSA_OAEP_SHA256,RSA_3072,319,false" })
	void keysThatASchemeCantWrapAreRefused(HsmWrapScheme scheme, HsmKeyAlgorithm key, int bytes, boolean fits) {
		if (fits) {
			assertThatCode(() -> Schemes.requireFit(scheme, key, bytes)).doesNotThrowAnyException();
		}
		else {
			assertThatExceptionOfType(QnspException.class).isThrownBy(() -> Schemes.requireFit(scheme, key, bytes));
		}
	}

}
