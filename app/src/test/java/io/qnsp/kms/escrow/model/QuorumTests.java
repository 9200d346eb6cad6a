package io.qnsp.kms.escrow.model;

import java.util.ArrayList;
import java.util.List;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class QuorumTests {

	private static List<Seat> seats(int holders, int witnesses) {
		List<Seat> seats = new ArrayList<>();
		for (int i = 0; i < holders + witnesses; i++) {
			seats.add(new Seat("agent-" + i,
					(i >= holders) ? AgentRole.WITNESS : (i % 2 == 0) ? AgentRole.PRIMARY : AgentRole.SECONDARY));
		}
		return seats;
	}

	@ParameterizedTest
	@CsvSource({ "2, 2, 0", "3, 2, 5", "5, 5, 1", "255, 255, 45", "255, 2, 0" })
	void takesAThresholdOfTheHolders(int holders, int threshold, int witnesses) {
		Quorum quorum = new Quorum(seats(holders, witnesses), threshold).checked();
		assertThat(quorum.holders()).hasSize(holders).startsWith("agent-0", "agent-1");
		assertThat(quorum.witnesses()).hasSize(witnesses);
		assertThat(Quorum.stored(quorum.agentIds(), quorum.roles(), threshold)).isEqualTo(quorum);
	}

	@ParameterizedTest
	@CsvSource({ "3, 1, 0, recoveryThreshold", "3, 0, 0, recoveryThreshold", "3, -1, 0, recoveryThreshold",
			"3, 4, 0, recoveryThreshold", "2, 3, 1, recoveryThreshold", "1, 2, 5, recoveryThreshold",
			"0, 2, 0, recoveryThreshold", "256, 2, 0, escrowAgents" })
	void refusesWhatCantWork(int holders, int threshold, int witnesses, String field) {
		Quorum quorum = new Quorum(seats(holders, witnesses), threshold);
		assertThatExceptionOfType(QnspException.class).isThrownBy(quorum::checked)
			.satisfies((refusal) -> assertThat(refusal.code()).isEqualTo(ErrorCode.UNPROCESSABLE_ENTITY))
			.satisfies((refusal) -> assertThat(refusal.details()).containsOnlyKeys(field));
	}

	@Test
	void refusesAnAgentThatIsThereTwiceInAnyRole() {
		List<Seat> seats = seats(3, 0);
		seats.add(new Seat("agent-1", AgentRole.WITNESS));
		assertThatExceptionOfType(QnspException.class).isThrownBy(() -> new Quorum(seats, 2).checked())
			.satisfies((refusal) -> assertThat(refusal.details()).containsOnlyKeys("escrowAgents[3].agentId"));
	}

}
