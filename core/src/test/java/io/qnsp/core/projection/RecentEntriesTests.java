package io.qnsp.core.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.Events;
import io.qnsp.core.journal.JournalEntry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentEntriesTests {

	private static final UUID ID = new UUID(0, 1);

	private static final AuditEvent EVENT = Events.billed(Events.TENANT, "auth.risk.evaluate",
			new AuditEvent.Usage("auth.risk_evaluation", 1));

	private final RecentEntries recent = new RecentEntries();

	@Test
	void knowsNothingBeforeTheFirstEventsHaveCome() {
		assertThat(this.recent.after(EventPosition.START, 10)).isEmpty();
	}

	@Test
	void doesNotKnowWhatCameBeforeTheFirstEvents() {
		this.recent.add(List.of(entry(5), entry(6)));
		this.recent.add(List.of(entry(7)));
		assertThat(this.recent.after(at(4), 10)).isEmpty();
		assertThat(this.recent.after(at(5), 10)).isEmpty();
		assertThat(this.recent.after(at(6), 10)).containsExactly(entry(7));
	}

	@Test
	void givesWhatFollowsAPositionUpToTheLimit() {
		this.recent.add(List.of(entry(1)));
		this.recent.add(List.of(entry(2), entry(3)));
		this.recent.add(List.of(entry(5)));
		assertThat(this.recent.after(at(1), 10)).containsExactly(entry(2), entry(3), entry(5));
		assertThat(this.recent.after(at(2), 1)).containsExactly(entry(3));
		assertThat(this.recent.after(at(4), 10)).containsExactly(entry(5));
		assertThat(this.recent.after(at(5), 10)).isEmpty();
	}

	@Test
	void forgetsTheOldestAndThenNoLongerAnswersForThem() {
		this.recent.add(List.of(entry(1)));
		for (int batch = 0; batch < 10; batch++) {
			List<JournalEntry> next = new ArrayList<>();
			for (int i = 0; i < 300; i++) {
				next.add(entry(2 + batch * 300 + i));
			}
			this.recent.add(next);
		}
		assertThat(this.recent.after(at(1000), 10_000)).isEmpty();
		assertThat(this.recent.after(at(3001 - 1024 - 1), 10_000)).isEmpty();
		assertThat(this.recent.after(at(3001 - 1024), 10_000)).hasSize(1024).endsWith(entry(3001));
	}

	private static EventPosition at(long xid) {
		return new EventPosition(xid, ID);
	}

	private static JournalEntry entry(long xid) {
		return new JournalEntry(at(xid), EVENT);
	}

}
