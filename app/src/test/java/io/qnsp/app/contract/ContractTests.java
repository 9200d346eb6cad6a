package io.qnsp.app.contract;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.qnsp.app.pipeline.PlatformServices;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ContractTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String COMMON = """
			{"authentication": "bearer", "error": {"message": "string"}}""";

	@Test
	void holdsEveryEndpointOfTheReference() {
		Contract contract = Contract.load();
		assertThat(contract.endpoints()).hasSize(180);
		assertThat(contract.endpoints().values()).extracting(Endpoint::service)
			.satisfies((services) -> assertThat(Set.copyOf(services)).hasSize(13));
		assertThat(contract.endpoints().values().stream().map(Endpoint::feature).collect(Collectors.toSet()))
			.hasSizeGreaterThan(30);
		assertThat(contract.endpoints().values()).filteredOn((endpoint) -> endpoint.addOn() != null).hasSize(25);
		assertThat(contract.endpoints().values()).filteredOn((endpoint) -> endpoint.billable() != null).hasSize(19);
		assertThat(contract.endpoints().values()).filteredOn((endpoint) -> endpoint.request() != null).hasSize(89);
	}

	@Test
	void namesTheServicesThatTheServerReserves() {
		assertThat(PlatformServices.NAMES).isEqualTo(Contract.SERVICES);
	}

	@Test
	void knowsWhatAnEndpointDemandsTakesAndAnswers() {
		Endpoint endpoint = Contract.load().endpoints().get("POST /auth/risk/policies");
		assertThat(endpoint).isNotNull();
		assertThat(endpoint.service()).isEqualTo("Auth Service");
		assertThat(endpoint.controls()).containsExactly("entitlements", "audit");
		assertThat(endpoint.responses()).containsOnlyKeys("201");
		assertThat(endpoint.request()).isInstanceOf(Shape.Fields.class);
	}

	@Test
	void knowsAnswersWithoutBodyAndEventStreams() {
		Contract contract = Contract.load();
		assertThat(contract.endpoints().get("DELETE /kms/v1/byohsm/connections/{connectionId}").responses())
			.containsEntry("204", Endpoint.Body.NONE);
		assertThat(contract.endpoints().get("GET /v1/streaming/events").responses().get("200").mediaType())
			.isEqualTo("text/event-stream");
	}

	@Test
	void refusesAnEndpointThatIsThereTwice() {
		String service = """
				{"service": "S", "features": {
				"F": {"GET /a": {"controls": [], "200": "string"}},
				"G": {"GET /a": {"controls": [], "200": "string"}}}}""";
		assertThatIllegalArgumentException().isThrownBy(() -> read(service)).withMessageContaining("GET /a");
	}

	@Test
	void refusesAKeyThatItDoesNotKnow() {
		String service = """
				{"service": "S", "features": {"F": {"GET /a": {"controls": [], "addon": "x", "200": "string"}}}}""";
		assertThatIllegalArgumentException().isThrownBy(() -> read(service)).withMessageContaining("addon");
	}

	@Test
	void refusesAnEndpointWithoutSuccessStatus() {
		String service = """
				{"service": "S", "features": {"F": {"GET /a": {"controls": []}}}}""";
		assertThatIllegalArgumentException().isThrownBy(() -> read(service)).withMessageContaining("success status");
	}

	private static Contract read(String service) {
		return Contract.read(JSON.readTree(COMMON), List.of(JSON.readTree(service)));
	}

}
