package io.qnsp.crypto.lane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qnsp.crypto.secret.Wipeable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.NonBlocking;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LaneTests {

	private static final Duration LONGEST = Duration.ofSeconds(20);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final Lane lane = Lane.start("lane-under-test", 1, 3, Schedulers.parallel(), this.registry);

	private final CountDownLatch release = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.release.countDown();
		this.lane.close();
	}

	@Test
	void runsOnItsOwnDaemonThreadAndAnswersOnTheAnswerScheduler() {
		StepVerifier.create(this.lane.run("name", Thread::currentThread).map((ran) -> {
			assertThat(Thread.currentThread()).isInstanceOf(NonBlocking.class);
			return ran;
		})).assertNext((ran) -> {
			assertThat(ran.getName()).startsWith("lane-under-test-");
			assertThat(ran.isDaemon()).isTrue();
		}).expectComplete().verify(LONGEST);
	}

	@Test
	void startsNothingBeforeSubscriptionAndOnceForEach() {
		AtomicInteger runs = new AtomicInteger();
		Mono<Integer> work = this.lane.run("count", runs::incrementAndGet);
		assertThat(runs).hasValue(0);
		assertThat(work.block(LONGEST)).isEqualTo(1);
		assertThat(work.block(LONGEST)).isEqualTo(2);
	}

	@Test
	void startsOnlyWhenAskedFor() {
		AtomicInteger runs = new AtomicInteger();
		StepVerifier.create(this.lane.run("asked", runs::incrementAndGet), 0)
			.expectSubscription()
			.then(() -> assertThat(this.lane.run("barrier", () -> 1).block(LONGEST)).isEqualTo(1))
			.then(() -> assertThat(runs).hasValue(0))
			.thenRequest(1)
			.expectNext(1)
			.expectComplete()
			.verify(LONGEST);
	}

	@Test
	@SuppressWarnings("NullAway") // the mistake is what is tested
	void failsWorkThatReturnsNull() {
		StepVerifier.create(this.lane.<Integer>run("nothing", () -> null))
			.expectErrorMessage("nothing: the work returned null (expected: a value)")
			.verify(LONGEST);
	}

	@Test
	void handsOnExceptionsAndErrors() {
		StepVerifier.create(this.lane.run("fails", () -> {
			throw new java.io.IOException("checked");
		})).expectErrorMessage("checked").verify(LONGEST);
		StepVerifier.create(this.lane.run("fails", () -> {
			throw new StackOverflowError("fatal");
		})).expectError(StackOverflowError.class).verify(LONGEST);
		assertThat(this.lane.run("works", () -> 1).block(LONGEST)).isEqualTo(1);
	}

	@Test
	void refusesWhenFullAndRecovers() throws Exception {
		CompletableFuture<String> running = occupy();
		List<CompletableFuture<Integer>> queued = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			queued.add(this.lane.run("queued", () -> 1).toFuture());
		}
		assertThat(depth("queued")).isEqualTo(3);
		StepVerifier.create(this.lane.run("late", () -> 1))
			.expectErrorSatisfies(
					(error) -> assertThat(error).isInstanceOfSatisfying(LaneFullException.class, (full) -> {
						assertThat(full.lane()).isEqualTo("lane-under-test");
						assertThat(full.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
					}))
			.verify(LONGEST);
		assertThat(depth("late")).isZero();
		assertThat(count("qnsp.crypto.lane.rejected", "late")).isEqualTo(1);
		this.release.countDown();
		assertThat(running.get(20, TimeUnit.SECONDS)).isEqualTo("done");
		for (CompletableFuture<Integer> answer : queued) {
			assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo(1);
		}
		assertThat(this.lane.run("late", () -> 2).block(LONGEST)).isEqualTo(2);
		assertThat(depth("queued")).isZero();
	}

	@Test
	void losesNoneOfAFlood() {
		AtomicInteger ran = new AtomicInteger();
		List<Boolean> answers = Flux.range(0, 2000)
			.flatMap((i) -> this.lane.run("flood", ran::incrementAndGet)
				.thenReturn(true)
				.onErrorResume(LaneFullException.class, (full) -> Mono.just(false)), 2000)
			.collectList()
			.block(LONGEST);
		assertThat(answers).hasSize(2000);
		assertThat(answers.stream().filter(Boolean::booleanValue)).hasSize(ran.get());
		assertThat(count("qnsp.crypto.lane.rejected", "flood")).isEqualTo(2000.0 - ran.get());
		assertThat(depth("flood")).isZero();
		assertThat(runs("flood")).isEqualTo(ran.get());
	}

	@Test
	void takesCancelledWorkOutOfTheQueue() {
		occupy();
		AtomicInteger ran = new AtomicInteger();
		for (int round = 0; round < 10; round++) {
			// more than the queue holds: each place must come free at once
			Disposable waiting = this.lane.run("cancelled", ran::incrementAndGet).subscribe();
			assertThat(depth("cancelled")).isEqualTo(1);
			waiting.dispose();
			assertThat(depth("cancelled")).isZero();
		}
		this.release.countDown();
		assertThat(this.lane.run("after", () -> 1).block(LONGEST)).isEqualTo(1);
		assertThat(ran).hasValue(0);
		assertThat(count("qnsp.crypto.lane.cancelled", "cancelled")).isEqualTo(10);
		assertThat(count("qnsp.crypto.lane.rejected", "cancelled")).isZero();
	}

	@Test
	void neitherStopsNorInterruptsRunningWorkThatTimesOutAndWipesItsResult() throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		Secret secret = new Secret();
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Mono<Secret> work = this.lane.run("slow", () -> {
			started.countDown();
			try {
				this.release.await();
				interrupted.complete(false);
			}
			catch (InterruptedException ex) {
				interrupted.complete(true);
			}
			return secret;
		});
		Disposable caller = work.subscribe();
		assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
		caller.dispose();
		CompletableFuture<Integer> behind = this.lane.run("behind", () -> 1).toFuture();
		assertThat(behind).isNotDone();
		this.release.countDown();
		assertThat(behind.get(20, TimeUnit.SECONDS)).isEqualTo(1);
		assertThat(interrupted.get(20, TimeUnit.SECONDS)).isFalse();
		assertThat(secret.closed.get(20, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void everyResultIsEitherDeliveredOrWipedWhenCallersCancelAtAnyMoment() throws Exception {
		for (int round = 0; round < 2000; round++) {
			Secret secret = new Secret();
			AtomicInteger runs = new AtomicInteger();
			CompletableFuture<Secret> delivered = new CompletableFuture<>();
			Disposable caller = this.lane.run("race", () -> {
				runs.incrementAndGet();
				return secret;
			}).doOnNext(delivered::complete).subscribe();
			spin(round % 200);
			caller.dispose();
			// one thread: when this has run, so has everything before it
			this.lane.run("barrier", () -> 1).block(LONGEST);
			if (runs.get() == 1) {
				CompletableFuture.anyOf(delivered, secret.closed).get(20, TimeUnit.SECONDS);
			}
		}
	}

	@Test
	void failsWhatWaitsWhenClosedAndAnswersWhatRuns() throws Exception {
		CompletableFuture<String> running = occupy();
		CompletableFuture<Integer> waiting = this.lane.run("waiting", () -> 1).toFuture();
		this.lane.close();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
			.withCauseInstanceOf(LaneClosedException.class);
		StepVerifier.create(this.lane.run("after", () -> 1)).expectError(LaneClosedException.class).verify(LONGEST);
		assertThat(depth("waiting")).isZero();
		this.release.countDown();
		assertThat(running.get(20, TimeUnit.SECONDS)).isIn("done", "interrupted");
	}

	@Test
	void measuresWaitAndRun() {
		this.lane.run("measured", () -> 1).block(LONGEST);
		assertThat(runs("measured")).isEqualTo(1);
		assertThat(this.registry.get("qnsp.crypto.lane.wait").tags(tags("measured")).timer().count()).isEqualTo(1);
		assertThat(this.registry.get("qnsp.crypto.lane.run")
			.tags(tags("measured"))
			.timer()
			.totalTime(TimeUnit.NANOSECONDS)).isPositive();
	}

	private CompletableFuture<String> occupy() {
		CountDownLatch started = new CountDownLatch(1);
		CompletableFuture<String> running = this.lane.run("occupies", () -> {
			started.countDown();
			try {
				this.release.await();
				return "done";
			}
			catch (InterruptedException ex) {
				return "interrupted";
			}
		}).toFuture();
		try {
			assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
		return running;
	}

	private static void spin(int turns) {
		for (int i = 0; i < turns * 50; i++) {
			Thread.onSpinWait();
		}
	}

	private double depth(String operation) {
		return this.registry.get("qnsp.crypto.lane.queued").tags(tags(operation)).gauge().value();
	}

	private double count(String meter, String operation) {
		return this.registry.get(meter).tags(tags(operation)).counter().count();
	}

	private long runs(String operation) {
		return this.registry.get("qnsp.crypto.lane.run").tags(tags(operation)).timer().count();
	}

	private static Tags tags(String operation) {
		return Tags.of("lane", "lane-under-test", "operation", operation);
	}

	private static final class Secret implements Wipeable {

		private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

		@Override
		public void close() {
			this.closed.complete(true);
		}

	}

}
