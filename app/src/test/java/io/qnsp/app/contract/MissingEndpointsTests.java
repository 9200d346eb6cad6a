package io.qnsp.app.contract;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MissingEndpointsTests {

	private static final String FIRST = "GET /auth/risk/policies";

	private static final String SECOND = "POST /auth/risk/evaluate";

	private final Contract contract = Contract.load();

	@Test
	void theCommittedListIsSortedKnownAndAsLongAsItSays() {
		assertThat(MissingEndpoints.load().faults(this.contract)).isEmpty();
	}

	@Test
	void acceptsASortedListOfKnownEndpoints() {
		assertThat(MissingEndpoints.parse(List.of("# ceiling: 2", FIRST, SECOND)).faults(this.contract)).isEmpty();
	}

	@Test
	void findsEachFaultOfAList() {
		MissingEndpoints missing = MissingEndpoints.parse(List.of("# ceiling: 2", SECOND, FIRST, "GET /nowhere"));
		assertThat(missing.faults(this.contract)).containsExactly(
				"missing.txt: 3 endpoints (expected by its first line: 2)",
				"missing.txt: lines are not sorted or not unique",
				"missing.txt: 'GET /nowhere' (expected: an endpoint of the contract)");
	}

	@Test
	void findsALineThatIsThereTwice() {
		assertThat(MissingEndpoints.parse(List.of("# ceiling: 2", FIRST, FIRST)).faults(this.contract))
			.containsExactly("missing.txt: lines are not sorted or not unique");
	}

	@Test
	void refusesAListWithoutCeiling() {
		assertThatIllegalArgumentException().isThrownBy(() -> MissingEndpoints.parse(List.of(FIRST)))
			.withMessageContaining("# ceiling");
		assertThatIllegalArgumentException().isThrownBy(() -> MissingEndpoints.parse(List.of()));
	}

}
