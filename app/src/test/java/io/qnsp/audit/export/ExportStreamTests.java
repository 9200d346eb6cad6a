package io.qnsp.audit.export;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.qnsp.audit.events.EventView;
import io.qnsp.core.journal.EventPosition;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import static org.assertj.core.api.Assertions.assertThat;

class ExportStreamTests {

	private static final EventLines LINES = new EventLines() {

		@Override
		public byte[] head() {
			return "head\n".getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public byte[] lines(List<EventView> events) {
			return "x\n".repeat(events.size()).getBytes(StandardCharsets.UTF_8);
		}

	};

	private final AtomicInteger reads = new AtomicInteger();

	private static ExportBatch batch(int events, long xid, boolean last) {
		EventView event = new EventView(new UUID(0, 1), "a.b.c", "a", "info", Instant.EPOCH, new UUID(0, 2),
				new EventView.Actor("user", "u", null, null), null, "c", "success", 200,
				new EventView.Context("r", null, null, "api"), null, null, Map.of());
		return new ExportBatch(Collections.nCopies(events, event), new EventPosition(xid, new UUID(0, 0)), last);
	}

	private Mono<ExportBatch> next(EventPosition position) {
		this.reads.incrementAndGet();
		int xid = (int) position.xid();
		return (xid < 4) ? Mono.just(batch(xid % 2, xid + 1, xid == 3))
				: Mono.error(new IllegalStateException("after the end"));
	}

	private Flux<String> texts(ExportStream stream) {
		return Flux.from(stream.groups())
			.concatMap((group) -> group, 0)
			.map((DataBuffer buffer) -> buffer.toString(StandardCharsets.UTF_8));
	}

	private ExportStream stream(Clock clock) {
		return new ExportStream(batch(2, 1, false), this::next, LINES, DefaultDataBufferFactory.sharedInstance, clock);
	}

	@Test
	void readsOneBatchAheadOfItsReaderAndNoMore() {
		StepVerifier.create(texts(stream(Clock.systemUTC())), 1)
			.expectNext("head\nx\nx\n")
			.then(() -> assertThat(this.reads).hasValue(1))
			.thenRequest(1)
			.expectNext("x\n")
			.then(() -> assertThat(this.reads).as("the empty batch between, and the last one").hasValue(3))
			.thenRequest(10)
			.expectNext("x\n")
			.verifyComplete();
		assertThat(this.reads).hasValue(3);
	}

	@Test
	void failsWhenABatchCanNotBeRead() {
		ExportStream stream = new ExportStream(batch(1, 1, false),
				(position) -> Mono.error(new IllegalStateException("lost")), LINES,
				DefaultDataBufferFactory.sharedInstance, Clock.systemUTC());
		StepVerifier.create(texts(stream)).expectNext("head\nx\n").verifyErrorMessage("lost");
	}

	@Test
	void givesUpAClientThatTakesNothing() {
		StepVerifier.withVirtualTime(() -> stream(new VirtualClock()).stalled(Duration.ofSeconds(40)))
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(40))
			.thenAwait(Duration.ofSeconds(20))
			.verifyError(TimeoutException.class);
	}

	private static final class VirtualClock extends Clock {

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return Instant.ofEpochMilli(VirtualTimeScheduler.get().now(TimeUnit.MILLISECONDS));
		}

	}

}
