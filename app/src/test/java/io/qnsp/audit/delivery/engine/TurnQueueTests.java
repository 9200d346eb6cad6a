package io.qnsp.audit.delivery.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TurnQueueTests {

	private static final UUID BUSY = new UUID(0, 1);

	private static final UUID QUIET = new UUID(0, 2);

	@Test
	void oneTenantsCrowdDoesNotHoldUpAnother() {
		TurnQueue<String> queue = new TurnQueue<>(4, 2);
		for (int i = 0; i < 100; i++) {
			queue.add(BUSY, "busy");
		}
		assertThat(queue.next()).isEqualTo("busy");
		assertThat(queue.next()).isEqualTo("busy");
		assertThat(queue.next()).isNull();
		queue.add(QUIET, "quiet");
		assertThat(queue.next()).isEqualTo("quiet");
		queue.done(BUSY);
		assertThat(queue.next()).isEqualTo("busy");
		assertThat(queue.waiting()).isEqualTo(97);
		assertThat(queue.running()).isEqualTo(3);
	}

	@Test
	void endsOnlyWhatRuns() {
		TurnQueue<String> queue = new TurnQueue<>(1, 1);
		assertThatIllegalStateException().isThrownBy(() -> queue.done(BUSY));
	}

	@RepeatedTest(50)
	void keepsItsBoundsAndForgetsNothing(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		int workers = 1 + random.nextInt(8);
		int perTenant = 1 + random.nextInt(workers);
		TurnQueue<UUID> queue = new TurnQueue<>(workers, perTenant);
		Map<UUID, Integer> running = new HashMap<>();
		int added = 0;
		int taken = 0;
		List<UUID> open = new ArrayList<>();
		while (taken < 500) {
			if (added < 500 && random.nextInt(3) > 0) {
				UUID tenant = new UUID(7, random.nextInt(5));
				queue.add(tenant, tenant);
				added++;
			}
			UUID tenant = queue.next();
			if (tenant != null) {
				taken++;
				open.add(tenant);
				assertThat(running.merge(tenant, 1, Integer::sum)).isLessThanOrEqualTo(perTenant);
			}
			assertThat(queue.running()).isEqualTo(open.size()).isLessThanOrEqualTo(workers);
			if (!open.isEmpty() && random.nextBoolean()) {
				UUID ended = open.remove(random.nextInt(open.size()));
				running.merge(ended, -1, Integer::sum);
				queue.done(ended);
			}
		}
		assertThat(queue.waiting()).isZero();
	}

}
