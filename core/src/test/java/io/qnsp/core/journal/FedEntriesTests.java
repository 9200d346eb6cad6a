package io.qnsp.core.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FedEntriesTests {

	private static final List<JournalEntry> JOURNAL = IntStream.rangeClosed(1, 400)
		.mapToObj((i) -> new JournalEntry(new EventPosition(100 + i / 3, new UUID(1, i)), Events.of("auth.risk.one")))
		.toList();

	private final FedEntries fed = new FedEntries();

	private static EventPosition before(int index) {
		return (index == 0) ? EventPosition.START : JOURNAL.get(index - 1).position();
	}

	private void feed(int from, int to) {
		this.fed.add(before(from), JOURNAL.subList(from, to));
	}

	@Test
	void givesWhatFollowsThePosition() {
		feed(3, 6);
		FedEntries.Next next = this.fed.after(before(3), true);
		assertThat(next.entries()).containsExactlyElementsOf(JOURNAL.subList(3, 6));
		assertThat(next.complete()).isTrue();
		assertThat(next.upToDate()).isTrue();
		assertThat(this.fed.isEmpty()).isTrue();
	}

	@Test
	void leavesOutWhatIsKnownOfABatchThatIsPartlyBehind() {
		feed(0, 6);
		feed(2, 8);
		assertThat(this.fed.after(before(4), true).entries()).containsExactlyElementsOf(JOURNAL.subList(4, 8));
	}

	@Test
	void aBatchThatIsWhollyBehindIsNoGapAndNoSignOfKeepingUp() {
		feed(0, 6);
		FedEntries.Next next = this.fed.after(before(9), true);
		assertThat(next.entries()).isEmpty();
		assertThat(next.complete()).isTrue();
		assertThat(next.upToDate()).isFalse();
	}

	@Test
	void aGapIsToldAndNothingBehindItGiven() {
		feed(0, 2);
		feed(3, 5);
		feed(5, 7);
		FedEntries.Next next = this.fed.after(before(0), true);
		assertThat(next.entries()).containsExactlyElementsOf(JOURNAL.subList(0, 2));
		assertThat(next.complete()).isFalse();
	}

	@Test
	void aSignOfLifeSaysWhetherSomethingIsMissing() {
		feed(5, 5);
		assertThat(this.fed.after(before(5), true)).isEqualTo(new FedEntries.Next(List.of(), true, true));
		feed(6, 6);
		assertThat(this.fed.after(before(5), true)).isEqualTo(new FedEntries.Next(List.of(), false, false));
	}

	@Test
	void beforeTheFirstEventASignOfLifeCountsWhereverItStands() {
		feed(5, 5);
		EventPosition begin = new EventPosition(1_000, new UUID(0, 0));
		assertThat(this.fed.after(begin, false).upToDate()).isTrue();
		feed(5, 5);
		assertThat(this.fed.after(begin, true).upToDate()).isFalse();
	}

	@Test
	void whatIsTooMuchIsLeftOutAndTold() {
		IntStream.range(0, 30).forEach((i) -> feed(0, 400));
		assertThat(this.fed.after(before(0), true).complete()).isFalse();
		assertThat(this.fed.isEmpty()).isTrue();
		feed(0, 400);
		assertThat(this.fed.after(before(0), true).entries()).hasSize(400);
	}

	/**
	 * Batches that overlap, repeat, come late or not at all, and reads in between: what
	 * is handed over is the journal, once and in order.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void whateverIsFedTheJournalComesOut(long seed) {
		Random random = new Random(seed);
		List<JournalEntry> out = new ArrayList<>();
		while (out.size() < JOURNAL.size()) {
			IntStream.range(0, random.nextInt(4)).forEach((i) -> {
				int from = random.nextInt(Math.min(out.size() + 30, JOURNAL.size()));
				feed(from, from + random.nextInt(Math.min(40, JOURNAL.size() - from) + 1));
			});
			FedEntries.Next next = this.fed.after(before(out.size()), !out.isEmpty());
			out.addAll(next.entries());
			if (!next.complete() || random.nextInt(10) == 0) {
				out.addAll(JOURNAL.subList(out.size(), Math.min(out.size() + random.nextInt(5), JOURNAL.size())));
			}
		}
		assertThat(out).containsExactlyElementsOf(JOURNAL);
	}

}
