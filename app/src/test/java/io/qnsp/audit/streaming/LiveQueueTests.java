package io.qnsp.audit.streaming;

import java.util.UUID;

import io.qnsp.core.journal.EventPosition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LiveQueueTests {

	private static Frame frame(long xid) {
		return new Frame(new EventPosition(xid, new UUID(0, 0)), new byte[0]);
	}

	@Test
	void takesNothingUntilItIsOpened() {
		LiveQueue queue = new LiveQueue(4);
		assertThat(queue.offer(frame(1))).isFalse();
		assertThat(queue.poll()).isNull();
	}

	@Test
	void isFullOfAMebibyteHoweverFewEventsThatIs() {
		LiveQueue queue = new LiveQueue(1_000);
		queue.open();
		Frame large = new Frame(new EventPosition(1, new UUID(0, 0)), new byte[300 << 10]);
		for (int i = 0; i < 4; i++) {
			queue.offer(large);
		}
		assertThat(queue.hasOverflowed()).isFalse();
		queue.offer(frame(5));
		assertThat(queue.hasOverflowed()).isTrue();
		assertThat(queue.size()).isEqualTo(4);
		queue.open();
		queue.offer(large);
		assertThat(queue.hasOverflowed()).as("what was dropped counts no more").isFalse();
	}

	@Test
	void holdsAStretchWithoutGapWhenItOverflows() {
		LiveQueue queue = new LiveQueue(2);
		queue.open();
		assertThat(queue.offer(frame(1))).isTrue();
		assertThat(queue.offer(frame(2))).isTrue();
		assertThat(queue.offer(frame(3))).as("there is news: it is full").isTrue();
		assertThat(queue.poll()).extracting((found) -> found.position().xid()).isEqualTo(1L);
		assertThat(queue.offer(frame(4))).as("a place is free, but 3 is missing").isFalse();
		assertThat(queue.hasOverflowed()).isTrue();
		assertThat(queue.poll()).isNotNull();
		assertThat(queue.poll()).isNull();
		queue.open();
		assertThat(queue.hasOverflowed()).isFalse();
		assertThat(queue.offer(frame(5))).isTrue();
	}

}
