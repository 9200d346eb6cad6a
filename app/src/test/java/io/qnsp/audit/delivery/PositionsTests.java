package io.qnsp.audit.delivery;

import java.math.BigInteger;
import java.util.Random;
import java.util.UUID;

import io.qnsp.core.journal.EventPosition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PositionsTests {

	private static final BigInteger IDS = BigInteger.ONE.shiftLeft(128);

	// A position as one number, in the order of the journal.
	private static BigInteger number(EventPosition position) {
		UUID id = position.eventId();
		return new BigInteger(Long.toUnsignedString(position.xid())).multiply(IDS)
			.add(new BigInteger(id.toString().replace("-", ""), 16));
	}

	@Test
	void nothingLiesBetweenAnEventAndThePlaceBeforeIt() {
		Random random = new Random(20261130);
		long[] edges = { 0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 42 };
		for (int i = 0; i < 10_000; i++) {
			EventPosition position = new EventPosition(edge(edges, random),
					new UUID(edge(edges, random), edge(edges, random)));
			EventPosition before = Positions.before(position);
			if (position.equals(EventPosition.START)) {
				assertThat(before).isEqualTo(position);
			}
			else {
				assertThat(number(before)).isEqualTo(number(position).subtract(BigInteger.ONE));
				assertThat(before).isLessThan(position);
			}
		}
	}

	private static long edge(long[] edges, Random random) {
		return random.nextBoolean() ? edges[random.nextInt(edges.length)] : random.nextLong();
	}

}
