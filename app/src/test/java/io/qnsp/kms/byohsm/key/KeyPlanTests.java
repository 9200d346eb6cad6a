package io.qnsp.kms.byohsm.key;

import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.qnsp.core.error.QnspException;
import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmKeyRequest.Use;
import io.qnsp.hsm.HsmToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeyPlanTests {

	private static final HsmToken TOKEN = new HsmToken("softhsm", "1", "label", "m", "m", "1", "PKCS#11 2.40");

	private static KeyPlan plan(KeyType type, @Nullable Integer size, @Nullable String algorithm,
			@Nullable KeyPurpose @Nullable ... purposes) {
		return KeyPlan.of(new CreateHsmKeyRequest(new UUID(1, 1), type, size, algorithm,
				(purposes == null || purposes.length == 0) ? null : List.of(purposes), null, null));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "AES,-,-,AES-256", "AES,192,-,AES-192", "AES,128,AES-128,AES-128", "RSA,-,-,RSA-3072",
					"RSA,4096,-,RSA-4096", "EC,-,-,P-256", "EC,521,-,P-521", "EC,-,p-384,P-384", "EC,-,Ed25519,Ed25519",
					"EC,256,ed25519,Ed25519", "PQC,-,ML-DSA-65,ML-DSA-65", "PQC,-,dilithium-3,ML-DSA-65",
					"PQC,768,ML-KEM-768,ML-KEM-768", "PQC,-,SLH-DSA-SHA2-128s,SLH-DSA-SHA2-128s" })
	void readsTypesSizesAndNames(KeyType type, @Nullable Integer size, @Nullable String algorithm, String name) {
		assertThat(plan(type, size, algorithm).name()).isEqualTo(name);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "AES,64,-,400", "AES,-,RSA-2048,400", "AES,128,AES-256,422", "RSA,1024,-,400", "EC,255,-,400",
					"EC,384,P-256,422", "PQC,-,-,400", "PQC,-,AES-256,400", "PQC,-,X25519,400", "PQC,-,FN-DSA-512,400",
					"PQC,44,ML-DSA-65,422", "PQC,128,SLH-DSA-SHA2-128s,422" })
	void refusesWhatIsUnknownOrContradictsItself(KeyType type, @Nullable Integer size, @Nullable String algorithm,
			int status) {
		assertThatExceptionOfType(QnspException.class).isThrownBy(() -> plan(type, size, algorithm))
			.satisfies((refusal) -> assertThat(refusal.code().status()).isEqualTo(status));
	}

	@Test
	void purposesFitTheAlgorithmAndDecideTheUses() {
		assertThat(plan(KeyType.AES, null, null).uses()).containsExactlyInAnyOrder(Use.ENCRYPT, Use.WRAP);
		assertThat(plan(KeyType.EC, null, null).uses()).containsExactly(Use.SIGN);
		assertThat(plan(KeyType.RSA, null, null, KeyPurpose.SIGN).uses()).containsExactly(Use.SIGN);
		assertThat(plan(KeyType.RSA, null, null).uses()).containsExactlyInAnyOrder(Use.SIGN, Use.ENCRYPT, Use.WRAP);
		assertThat(plan(KeyType.PQC, null, "ML-KEM-512").uses()).containsExactly(Use.DECAPSULATE);
		assertThatExceptionOfType(QnspException.class).isThrownBy(() -> plan(KeyType.AES, null, null, KeyPurpose.SIGN))
			.withMessageContaining("encrypt, decrypt");
		for (String signing : List.of("ML-DSA-44", "SLH-DSA-SHAKE-128f")) {
			assertThatExceptionOfType(QnspException.class)
				.isThrownBy(() -> plan(KeyType.PQC, null, signing, KeyPurpose.ENCRYPT));
		}
	}

	@Test
	void aKeyIsNativeWhereItCanBeAndWrappedWhereThatIsAllowed() {
		HsmCapabilities all = new HsmCapabilities(TOKEN, Set.of(HsmKeyAlgorithm.ML_DSA_65), Set.of(), Set.of(),
				List.of());
		HsmCapabilities none = new HsmCapabilities(TOKEN, Set.of(), Set.of(), Set.of(),
				List.of("ML-DSA-65: lacks CKM_ML_DSA_KEY_PAIR_GEN", "RSA-3072: lacks CKM_RSA"));
		KeyPlan pqc = plan(KeyType.PQC, null, "ML-DSA-65");
		assertThat(pqc.protection(all, null)).isEqualTo(KeyProtection.HSM_NATIVE);
		assertThat(pqc.protection(all, KeyProtection.HSM_WRAPPED)).isEqualTo(KeyProtection.HSM_WRAPPED);
		assertThat(pqc.protection(none, null)).isEqualTo(KeyProtection.HSM_WRAPPED);
		assertThatExceptionOfType(QnspException.class).isThrownBy(() -> pqc.protection(none, KeyProtection.HSM_NATIVE))
			.withMessageContaining("CKM_ML_DSA_KEY_PAIR_GEN");
		KeyPlan rsa = plan(KeyType.RSA, null, null);
		assertThatExceptionOfType(QnspException.class).isThrownBy(() -> rsa.protection(none, null))
			.withMessageContaining("CKM_RSA");
		assertThatExceptionOfType(QnspException.class).isThrownBy(() -> rsa.protection(all, KeyProtection.HSM_WRAPPED));
	}

}
