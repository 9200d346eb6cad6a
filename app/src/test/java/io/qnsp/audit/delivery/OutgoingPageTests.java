package io.qnsp.audit.delivery;

import java.util.List;

import io.qnsp.audit.events.EventFilter;
import io.qnsp.core.journal.JournalEntry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutgoingPageTests {

	private static final EventFilter ALL = EventFilter.of("", null, null, null);

	private static List<JournalEntry> entries(int count) {
		return TestOutgoing.events(count)
			.stream()
			.map((event) -> new JournalEntry(event.position(), event.event()))
			.toList();
	}

	private static OutgoingEvents.Page page(List<JournalEntry> entries, EventFilter filter, int bytes) {
		return OutgoingEvents.page(entries, filter,
				(entry) -> new OutgoingEvent(entry.position(), entry.event(), new byte[bytes]), true);
	}

	@Test
	void aPageOfLargeEventsEndsAtAMebibyteAndIsNotTheLast() {
		List<JournalEntry> entries = entries(100);
		OutgoingEvents.Page page = page(entries, ALL, 100_000);
		assertThat(page.events()).hasSize(11);
		assertThat(page.end()).isEqualTo(entries.get(10).position());
		assertThat(page.last()).isFalse();
	}

	@Test
	void pagesFollowEachOtherWithoutLossOrRepeat() {
		List<JournalEntry> entries = entries(40);
		int taken = 0;
		for (OutgoingEvents.Page page = page(entries, ALL, 300_000); !page
			.last(); page = page(entries.subList(taken, 40), ALL, 300_000)) {
			assertThat(page.events().getFirst().position()).isEqualTo(entries.get(taken).position());
			taken += page.events().size();
			assertThat(page.end()).isEqualTo(entries.get(taken - 1).position());
		}
		assertThat(taken).isEqualTo(36);
	}

	@Test
	void anEventLargerThanThePageIsItsOnlyOne() {
		assertThat(page(entries(2), ALL, 3_000_000).events()).hasSize(1);
		assertThat(page(entries(1), ALL, 3_000_000).last()).isTrue();
	}

	@Test
	void whatDoesNotPassTheFilterTakesNoRoom() {
		List<JournalEntry> entries = entries(100);
		OutgoingEvents.Page page = page(entries, EventFilter.of("", List.of("none.*"), null, null), 100_000);
		assertThat(page.events()).isEmpty();
		assertThat(page.end()).isEqualTo(entries.getLast().position());
		assertThat(page.last()).isTrue();
		assertThat(page(List.of(), ALL, 1).end()).isNull();
	}

}
