package io.qnsp.kms.byohsm.connection.claim;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.hsm.HsmSettings;
import io.qnsp.hsm.HsmTarget;
import io.qnsp.kms.byohsm.HsmProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TokenAddressTests {

	private static final HsmSettings.Library LIBRARY = new HsmSettings.Library(Path.of("/lib/p11.so"), null);

	private final TokenAddress addresses = new TokenAddress(
			HsmSettings.of(Map.of("thales", LIBRARY, "awscloudhsm", LIBRARY)));

	@Test
	void namesATokenByLabelOrSerialInTheLibraryOfItsProvider() {
		assertThat(this.addresses.target(HsmProvider.THALES, "label:our token"))
			.isEqualTo(new HsmTarget.Token("thales", HsmTarget.By.LABEL, "our token"));
		assertThat(this.addresses.target(HsmProvider.AWS_CLOUDHSM, "serial: 0815 "))
			.isEqualTo(new HsmTarget.Token("awscloudhsm", HsmTarget.By.SERIAL, "0815"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "our token", "hsm.example.test", "label:", "serial:  ", "Label:x",
			"label:a name of more than thirty-two bytes", "serial:12345678901234567", "label:a\u0001b",
			"/lib/evil.so" })
	void refusesWhatNamesNoToken(String endpoint) {
		assertThatExceptionOfType(QnspException.class)
			.isThrownBy(() -> this.addresses.target(HsmProvider.THALES, endpoint))
			.satisfies((refusal) -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST));
	}

	@Test
	void aProviderWithoutALibraryNamesTheProperty() {
		assertThatExceptionOfType(QnspException.class)
			.isThrownBy(() -> this.addresses.target(HsmProvider.SOFTHSM, "label:x"))
			.withMessageContaining("qnsp.hsm.libraries.softhsm.path")
			.satisfies((refusal) -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNPROCESSABLE_ENTITY));
		assertThat(this.addresses.isServed(HsmProvider.SOFTHSM)).isFalse();
		assertThat(this.addresses.isServed(HsmProvider.AWS_CLOUDHSM)).isTrue();
	}

	@Test
	void aVaultIsAnHttpsUrlOfAnAllowedHost() {
		assertThat(this.addresses.target(HsmProvider.AZURE_MANAGED_HSM, "https://Ours.managedhsm.azure.net/"))
			.isEqualTo(new HsmTarget.Vault(URI.create("https://ours.managedhsm.azure.net")));
		for (String bad : new String[] { "http://ours.managedhsm.azure.net", "https://ours.managedhsm.azure.net:8443",
				"https://user@ours.managedhsm.azure.net", "https://ours.managedhsm.azure.net/keys", "https://", "x",
				"https://a b" }) {
			assertThatExceptionOfType(QnspException.class)
				.isThrownBy(() -> this.addresses.target(HsmProvider.AZURE_MANAGED_HSM, bad))
				.satisfies((refusal) -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST));
		}
		for (String elsewhere : new String[] { "https://169.254.169.254", "https://managedhsm.azure.net.evil.test",
				"https://.managedhsm.azure.net.evil.test" }) {
			assertThatExceptionOfType(QnspException.class)
				.isThrownBy(() -> this.addresses.target(HsmProvider.AZURE_MANAGED_HSM, elsewhere));
		}
	}

}
