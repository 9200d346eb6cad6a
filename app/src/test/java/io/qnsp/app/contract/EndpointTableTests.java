package io.qnsp.app.contract;

import java.util.List;
import java.util.stream.Collectors;

import io.qnsp.app.pipeline.Endpoint;
import io.qnsp.app.pipeline.EndpointCatalogue;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.core.control.Control;
import io.qnsp.core.tenant.AddOn;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

@QnspServerTest
class EndpointTableTests {

	private static final String HEAD = """
			# Endpoints

			Generated from the handlers by `EndpointTableTests`; do not edit. Rate limiting always applies.

			| service | method | path | success | controls | feature | add-on | quota | billable | access | anonymous | event |
			| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
			""";

	@Autowired
	private EndpointCatalogue catalogue;

	@Test
	void isTheTableOfAllEndpoints() {
		String rows = this.catalogue.all().stream().map(EndpointTableTests::row).collect(Collectors.joining());
		new CommittedFile("ENDPOINTS.md").check(HEAD + rows);
	}

	private static String row(Endpoint endpoint) {
		String controls = endpoint.controls().stream().sorted().map(Control::wireName).collect(Collectors.joining(" "));
		String addOn = (endpoint.addOn() != AddOn.NONE) ? endpoint.addOn().wireName() : "";
		List<String> cells = List.of(endpoint.service(), endpoint.method(), "`" + endpoint.path() + "`",
				Integer.toString(endpoint.status()), controls, endpoint.feature(), addOn, endpoint.quota(),
				endpoint.billable(), endpoint.reads() ? "read" : "write", endpoint.anonymous() ? "yes" : "",
				endpoint.event());
		return cells.stream()
			.map((cell) -> cell.isEmpty() ? " " : " " + cell + " ")
			.collect(Collectors.joining("|", "|", "|\n"));
	}

}
