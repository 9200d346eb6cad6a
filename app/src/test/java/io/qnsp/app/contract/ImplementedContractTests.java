package io.qnsp.app.contract;

import java.util.List;
import java.util.stream.Collectors;

import io.qnsp.app.pipeline.EndpointCatalogue;
import io.qnsp.app.testing.QnspServerTest;
import org.junit.jupiter.api.Test;
import org.springdoc.webflux.api.OpenApiWebfluxResource;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class ImplementedContractTests {

	private static final String FILE = "src/test/resources/contract/missing.txt";

	@Autowired
	private OpenApiWebfluxResource springdoc;

	@Autowired
	private EndpointCatalogue catalogue;

	@Test
	void keepsTheContractOfEveryEndpointThatIsNotMissing() {
		Contract contract = Contract.load();
		MissingEndpoints missing = MissingEndpoints.load().without(implemented());
		assertThat(ContractComparison.differences(contract, missing, ApplicationDocument.of(this.springdoc)))
			.as("differences to the contract")
			.isEmpty();
	}

	@Test
	void listsAsMissingOnlyWhatIsMissing() {
		MissingEndpoints listed = MissingEndpoints.load();
		MissingEndpoints missing = listed.without(implemented());
		List<String> there = listed.names().stream().filter((name) -> !missing.names().contains(name)).toList();
		if (CommittedFile.isWriting()) {
			new CommittedFile(FILE).check(missing.text());
			return;
		}
		assertThat(there)
			.as("app/%s: these endpoints are implemented. Remove exactly these lines and make the first line '# ceiling: %d' "
					+ "(or run this test with -Dqnsp.write=true):%n%s%n", FILE, missing.names().size(),
					there.stream().map((name) -> "  " + name + "\n").collect(Collectors.joining()))
			.isEmpty();
	}

	private List<String> implemented() {
		return this.catalogue.all().stream().map((endpoint) -> endpoint.method() + " " + endpoint.path()).toList();
	}

}
