package io.qnsp.audit.delivery.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.qnsp.app.kafka.RecordProducer;
import io.qnsp.app.kafka.SendOutcome;
import io.qnsp.app.outbound.TargetRules;
import io.qnsp.audit.delivery.kafka.ProducerSlots.Slot;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class ProducerSlotsTests {

	private final AtomicLong now = new AtomicLong();

	private final List<String> closed = new ArrayList<>();

	private final ProducerSlots slots = new ProducerSlots(2, Duration.ofSeconds(60), this.now::get);

	private Slot maker(String name) {
		return new Slot(new Recorded(name), new HostGuard(new TargetRules(false)));
	}

	private Slot take(String owner) {
		return this.slots.take(owner, () -> maker(owner)).block();
	}

	private void rest(String owner, Slot slot) {
		this.now.incrementAndGet();
		this.slots.giveBack(owner, slot);
	}

	@Test
	void whoGivesBackGetsTheSameAgain() {
		Slot slot = take("a");
		rest("a", slot);
		assertThat(take("a")).isSameAs(slot);
		assertThat(this.slots.open()).isEqualTo(1);
	}

	@Test
	void whatIsMadeAfterNobodyWaitsForItIsTheOwnersNextOne() throws InterruptedException {
		Slot late = maker("a");
		cancelWhileMaking(() -> late);
		assertThat(this.slots.open()).isEqualTo(1);
		assertThat(take("a")).isSameAs(late);
	}

	@Test
	void whatCanNotBeMadeAfterNobodyWaitsForItTakesNoPlace() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			cancelWhileMaking(() -> {
				throw new UncheckedIOException(new IOException("no such host"));
			});
		}
		assertThat(this.slots.open()).isZero();
	}

	private void cancelWhileMaking(Supplier<Slot> maker) throws InterruptedException {
		CountDownLatch making = new CountDownLatch(1);
		CountDownLatch cancelled = new CountDownLatch(1);
		BaseSubscriber<Slot> waiting = new BaseSubscriber<>() {
		};
		Mono<Slot> take = this.slots.take("a", () -> {
			making.countDown();
			await().until(() -> cancelled.getCount() == 0);
			return maker.get();
		});
		Thread thread = Thread.ofPlatform().start(() -> take.subscribe(waiting));
		making.await();
		waiting.cancel();
		cancelled.countDown();
		thread.join();
	}

	@Test
	void aPlaceIsMadeByWhatRestsForTheLongestTime() {
		Slot a = take("a");
		Slot b = take("b");
		rest("b", b);
		rest("a", a);
		assertThat(take("c")).isNotNull();
		assertThat(this.closed).containsExactly("b");
		assertThat(this.slots.open()).isEqualTo(2);
		assertThat(take("a")).isSameAs(a);
	}

	@Test
	void thereAreNeverMoreThanTheLimit() {
		Slot a = take("a");
		take("b");
		assertThat(take("c")).isNull();
		this.slots.discard(a).block();
		assertThat(take("c")).isNotNull();
		assertThat(this.slots.open()).isEqualTo(2);
	}

	@Test
	void onlyWhatRestsForTooLongIsSweptAway() {
		Slot a = take("a");
		rest("a", a);
		this.now.addAndGet(Duration.ofSeconds(30).toNanos());
		rest("b", take("b"));
		this.now.addAndGet(Duration.ofSeconds(31).toNanos());
		this.slots.sweep().block();
		assertThat(this.closed).containsExactly("a");
		assertThat(this.slots.open()).isEqualTo(1);
	}

	@Test
	void aProducerThatCouldNotBeMadeTakesNoPlace() {
		for (int i = 0; i < 5; i++) {
			assertThatIllegalStateException().isThrownBy(() -> this.slots.take("a", () -> {
				throw new IllegalStateException("no");
			}).block());
		}
		assertThat(this.slots.open()).isZero();
	}

	@Test
	void releasingClosesWhatRestsAndNothingElse() {
		rest("a", take("a"));
		take("b");
		this.slots.release("a").block();
		this.slots.release("b").block();
		assertThat(this.closed).containsExactly("a");
		assertThat(this.slots.open()).isEqualTo(1);
	}

	private final class Recorded implements RecordProducer {

		private final String name;

		Recorded(String name) {
			this.name = Objects.requireNonNull(name);
		}

		@Override
		public Mono<SendOutcome> send(List<ProducerRecord<byte[], byte[]>> records) {
			return Mono.just(new SendOutcome(records.size(), null));
		}

		@Override
		public Mono<Void> close() {
			return Mono.fromRunnable(() -> ProducerSlotsTests.this.closed.add(this.name));
		}

	}

}
