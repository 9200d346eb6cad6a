package io.qnsp.core.sql;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class DrainOnCancelTests {

	private final TestPublisher<Integer> source = TestPublisher.create();

	private final Flux<Integer> drained = this.source.flux().transform(DrainOnCancel.<Integer>operator());

	@Test
	void passesEverythingWhileSomebodyListens() {
		StepVerifier.create(this.drained).then(() -> this.source.emit(1, 2, 3)).expectNext(1, 2, 3).verifyComplete();
	}

	@Test
	void sourceRunsOnWithUnboundedDemandAfterACancel() {
		StepVerifier.create(this.drained, 1).then(() -> this.source.next(1)).expectNext(1).thenCancel().verify();
		this.source.assertNotCancelled().assertMaxRequested(Long.MAX_VALUE);
		this.source.next(2, 3).complete();
	}

	@Test
	void errorAfterACancelIsHeardByNobody() {
		StepVerifier.create(this.drained).thenCancel().verify();
		this.source.error(new IllegalStateException("nobody waits"));
		this.source.assertNotCancelled();
	}

}
