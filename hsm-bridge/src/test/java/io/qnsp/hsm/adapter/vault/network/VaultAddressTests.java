package io.qnsp.hsm.adapter.vault.network;

import java.net.URI;
import java.util.Set;

import io.qnsp.hsm.HsmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class VaultAddressTests {

	private static final Set<String> SUFFIXES = Set.of(".managedhsm.azure.net", ".localhost:8443");

	@ParameterizedTest
	@ValueSource(strings = { "https://plant-7.managedhsm.azure.net", "https://plant-7.managedhsm.azure.net/",
			"https://plant-7.managedhsm.azure.net:443/", "HTTPS://PLANT-7.ManagedHSM.azure.net" })
	void oneLabelBeforeAnAllowedSuffixIsAVault(String endpoint) {
		assertThat(VaultAddress.of(URI.create(endpoint), SUFFIXES))
			.isEqualTo(new VaultAddress("https://plant-7.managedhsm.azure.net", "plant-7.managedhsm.azure.net"));
	}

	@Test
	void aSuffixWithAPortAllowsThatPortAlone() {
		assertThat(VaultAddress.of(URI.create("https://vault.localhost:8443"), SUFFIXES).url())
			.isEqualTo("https://vault.localhost:8443");
		refused("https://vault.localhost");
		refused("https://vault.localhost:8444");
		refused("https://vault.managedhsm.azure.net:8443");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://plant.managedhsm.azure.net", "https://managedhsm.azure.net",
			"https://.managedhsm.azure.net", "https://a.b.managedhsm.azure.net",
			"https://plant.managedhsm.azure.net.evil", "https://plantmanagedhsm.azure.net",
			"https://evil/.managedhsm.azure.net", "https://evil#.managedhsm.azure.net",
			"https://evil?x=.managedhsm.azure.net", "https://plant.managedhsm.azure.net/keys",
			"https://plant.managedhsm.azure.net?x=y", "https://plant.managedhsm.azure.net#x",
			"https://me:pass@plant.managedhsm.azure.net", "https://evil_host.managedhsm.azure.net",
			"https://-a.managedhsm.azure.net", "https://169.254.169.254", "https://[::1]", "https://localhost",
			"plant.managedhsm.azure.net", "mailto:a@managedhsm.azure.net", "https://plant.managedhsm.azure.net:0",
			"https:/plant.managedhsm.azure.net" })
	void anythingElseIsRefused(String endpoint) {
		refused(endpoint);
	}

	@Test
	void aPasswordInAnEndpointIsNotRepeated() {
		assertThatExceptionOfType(HsmException.class)
			.isThrownBy(() -> VaultAddress.of(URI.create("https://me:pass@plant.managedhsm.azure.net"), SUFFIXES))
			.withMessageNotContaining("pass");
	}

	private static void refused(String endpoint) {
		assertThatExceptionOfType(HsmException.class).isThrownBy(() -> VaultAddress.of(URI.create(endpoint), SUFFIXES))
			.satisfies((ex) -> assertThat(ex.problem()).isEqualTo(HsmException.Problem.INVALID_INPUT))
			.withMessageContaining("expected: https://NAME");
	}

}
