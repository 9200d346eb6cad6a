package io.qnsp.core.sql;

import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class TenantContextTests {

	private static final UUID TENANT = UUID.fromString("0197a000-0000-7000-8000-00000000000a");

	private final Mono<Optional<UUID>> current = Mono
		.deferContextual((context) -> Mono.just(TenantContext.current(context)));

	@Test
	void isEmptyUntilSet() {
		StepVerifier.create(this.current).expectNext(Optional.empty()).verifyComplete();
	}

	@Test
	void holdsForEverythingUpstream() {
		StepVerifier.create(this.current.contextWrite(TenantContext.with(TENANT)))
			.expectNext(Optional.of(TENANT))
			.verifyComplete();
	}

	@Test
	void canBeTakenAwayAgain() {
		StepVerifier.create(this.current.contextWrite(TenantContext.none()).contextWrite(TenantContext.with(TENANT)))
			.expectNext(Optional.empty())
			.verifyComplete();
	}

}
