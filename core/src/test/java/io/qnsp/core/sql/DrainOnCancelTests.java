package io.qnsp.core.sql;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;

class DrainOnCancelTests {

	private final TestPublisher<Integer> source = TestPublisher.create();

	private final AtomicInteger abandoned = new AtomicInteger();

	private final Flux<Integer> drained = this.source.flux()
		.transform(Operators.<Integer, Integer>lift(
				(scannable, subscriber) -> new DrainOnCancel<>(subscriber, this.abandoned::incrementAndGet)));

	@Test
	void passesEverythingWhileSomebodyListens() {
		StepVerifier.create(this.drained).then(() -> this.source.emit(1, 2, 3)).expectNext(1, 2, 3).verifyComplete();
		assertThat(this.abandoned).hasValue(0);
	}

	@Test
	void sourceRunsOnWithUnboundedDemandAfterACancel() {
		StepVerifier.create(this.drained, 1).then(() -> this.source.next(1)).expectNext(1).thenCancel().verify();
		this.source.assertNotCancelled().assertMaxRequested(Long.MAX_VALUE);
		this.source.next(2, 3).complete();
		assertThat(this.abandoned).hasValue(1);
	}

	@Test
	void errorAfterACancelIsHeardByNobody() {
		StepVerifier.create(this.drained).thenCancel().verify();
		this.source.error(new IllegalStateException("nobody waits"));
		this.source.assertNotCancelled();
	}

}
