package io.qnsp.audit.integrity.verify;

import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RangeRunTests {

	private static CheckpointVerdict verdict(long sequence, long events, List<Problem> problems) {
		return CheckpointVerdict.of(new UUID(0, sequence), sequence, events, 1, problems);
	}

	@Test
	void endsAfterTheCheckpointThatFillsItAndSaysWhereToGoOn() {
		RangeRun run = new RangeRun(3, 9, 20);
		run.add(verdict(3, 12, List.of()));
		assertThat(run.isFull()).isFalse();
		run.add(verdict(4, 12, List.of()));
		assertThat(run.isFull()).isTrue();
		assertThat(run.isDone()).isFalse();
		assertThat(run.verdict(5)).isEqualTo(new RangeVerdict(true, 3L, 4L, 2, 24, 2, 5, null, List.of(), "5"));
	}

	@Test
	void goesOnNowhereAfterTheLastCheckpoint() {
		RangeRun run = new RangeRun(9, 9, 20);
		run.add(verdict(9, 1, List.of()));
		assertThat(run.isDone()).isTrue();
		assertThat(run.verdict(0).nextCursor()).isNull();
		assertThat(new RangeRun(10, 9, 20).verdict(0))
			.isEqualTo(new RangeVerdict(true, null, null, 0, 0, 0, 0, null, List.of(), null));
	}

	@Test
	void keepsTheFirstBadEventAndNotMoreProblemsThanItSays() {
		RangeRun run = new RangeRun(1, 1_000, 1_000_000);
		for (int i = 1; i <= 300; i++) {
			run.add(verdict(i, 0,
					List.of(new Problem(Problem.Kind.EVENT_MISSING, new UUID(0, i), new UUID(1, i), 1L, "1", "gone"))));
		}
		RangeVerdict verdict = run.verdict(0);
		assertThat(verdict.valid()).isFalse();
		assertThat(verdict.firstBadEvent()).isNotNull().extracting(Problem::eventId).isEqualTo(new UUID(1, 1));
		assertThat(verdict.problems()).hasSize(100);
		assertThat(verdict.toSequence()).isEqualTo(300);
	}

}
