package io.qnsp.kms.byohsm.connection.credential;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.hsm.HsmCredential;
import io.qnsp.kms.byohsm.HsmProvider;
import io.qnsp.kms.byohsm.connection.stored.ConnectionBody;
import io.qnsp.kms.byohsm.connection.stored.ConnectionBody.Credentials;
import io.qnsp.kms.byohsm.connection.stored.CredentialType;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CredentialFormTests {

	private static final Map<String, Object> SECRET = Map.of("tenantId", "directory", "clientId", "client",
			"clientSecret", "s3cret");

	@Test
	void eachKindComesBackAsItWasSent() {
		HsmCredential pin = roundTrip(HsmProvider.THALES,
				new Credentials(CredentialType.API_KEY, Map.of("pin", "p\u00efn-1234")));
		assertThat(((HsmCredential.Pin) pin).<String>read((bytes) -> new String(bytes, StandardCharsets.UTF_8)))
			.isEqualTo("p\u00efn-1234");
		HsmCredential secret = roundTrip(HsmProvider.AZURE_MANAGED_HSM,
				new Credentials(CredentialType.API_KEY, SECRET));
		assertThat(secret).isInstanceOfSatisfying(HsmCredential.ClientSecret.class, (found) -> {
			assertThat(found.directory()).isEqualTo("directory");
			assertThat(found.client()).isEqualTo("client");
			assertThat(found.<String>read((bytes) -> new String(bytes, StandardCharsets.UTF_8))).isEqualTo("s3cret");
		});
		HsmCredential certificate = roundTrip(HsmProvider.AZURE_MANAGED_HSM, new Credentials(CredentialType.CERTIFICATE,
				Map.of("tenantId", "directory", "clientId", "client", "certificate", "-----BEGIN")));
		assertThat(certificate).isInstanceOf(HsmCredential.ClientCertificate.class);
		assertThat(roundTrip(HsmProvider.AZURE_MANAGED_HSM,
				new Credentials(CredentialType.MANAGED_IDENTITY, Map.of("clientId", "mine"))))
			.isEqualTo(new HsmCredential.ManagedIdentity("mine"));
		assertThat(roundTrip(HsmProvider.AZURE_MANAGED_HSM, new Credentials(CredentialType.MANAGED_IDENTITY, Map.of())))
			.isEqualTo(new HsmCredential.ManagedIdentity(null));
	}

	private static HsmCredential roundTrip(HsmProvider provider, Credentials sent) {
		try (HsmCredential read = CredentialForm.read(provider, sent);
				SecretBytes bytes = CredentialForm.encode(read)) {
			return CredentialForm.decode(bytes);
		}
	}

	@Test
	void whatIsRefusedIsNeverRepeated() {
		for (Credentials bad : List.of(new Credentials(null, Map.of("pin", "0815")),
				new Credentials(CredentialType.API_KEY, Map.of()),
				new Credentials(CredentialType.API_KEY, Map.of("pin", 815)),
				new Credentials(CredentialType.API_KEY, Map.of("pin", "   ")),
				new Credentials(CredentialType.API_KEY, Map.of("pin", "0815".repeat(64))),
				new Credentials(CredentialType.API_KEY, Map.of("pin", "1", "0815", "2")),
				new Credentials(CredentialType.CERTIFICATE, Map.of("certificate", "0815")))) {
			assertThatExceptionOfType(QnspException.class)
				.isThrownBy(() -> CredentialForm.read(HsmProvider.SOFTHSM, bad))
				.satisfies((refusal) -> assertThat(refusal.getMessage() + refusal.details()).doesNotContain("0815"));
		}
		assertThatExceptionOfType(QnspException.class).isThrownBy(() -> CredentialForm.read(HsmProvider.SOFTHSM, null));
		assertThatExceptionOfType(QnspException.class).isThrownBy(() -> CredentialForm
			.read(HsmProvider.AZURE_MANAGED_HSM, new Credentials(CredentialType.API_KEY, Map.of("pin", "1234"))));
	}

	@Test
	void toStringTellsNoSecret() {
		Credentials sent = new Credentials(CredentialType.API_KEY, Map.of("pin", "0815"));
		ConnectionBody.Config config = new ConnectionBody.Config("label:x", null, sent);
		assertThat(new ConnectionBody.Registration("n", HsmProvider.SOFTHSM, config, null).toString()
				+ new ConnectionBody.Change("n", config, null) + CredentialForm.read(HsmProvider.SOFTHSM, sent))
			.doesNotContain("0815");
	}

}
