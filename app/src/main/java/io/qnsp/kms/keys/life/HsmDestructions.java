package io.qnsp.kms.keys.life;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.qnsp.core.error.QnspException;
import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.kms.byohsm.HsmCall;
import io.qnsp.kms.byohsm.HsmConnections;
import io.qnsp.kms.keys.store.HsmDestructionRepository;
import io.qnsp.kms.keys.store.HsmDestructionRepository.Destruction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Destroys keys inside HSMs after their versions have been destroyed here. An HSM that is
 * down is tried again, at longer and longer intervals of up to an hour, until it is done.
 */
@Component
final class HsmDestructions implements PeriodicJob {

	private static final Logger log = LoggerFactory.getLogger(HsmDestructions.class);

	private static final int AT_ONCE = 100;

	private static final Duration FIRST = Duration.ofSeconds(15);

	private static final Duration LONGEST = Duration.ofHours(1);

	private static final int MOST_DOUBLINGS = 8;

	private final HsmDestructionRepository destructions;

	private final HsmConnections connections;

	private final Clock clock;

	HsmDestructions(HsmDestructionRepository destructions, HsmConnections connections, Clock clock) {
		this.destructions = destructions;
		this.connections = connections;
		this.clock = clock;
	}

	@Override
	public String name() {
		return "kms-hsm-destructions";
	}

	@Override
	public Duration interval() {
		return FIRST;
	}

	@Override
	public Mono<Void> run() {
		return Mono.defer(() -> this.destructions.due(this.clock.instant(), AT_ONCE))
			.flatMapMany(Flux::fromIterable)
			.groupBy(Destruction::connectionId, AT_ONCE)
			.flatMap((ofHsm) -> ofHsm.concatMap(this::destroy), AT_ONCE)
			.then();
	}

	private Mono<Void> destroy(Destruction due) {
		// what the HSM finds it by is enough to destroy it, whatever it is
		HsmKey key = new HsmKey(due.reference(), HsmKeyAlgorithm.AES_256, null);
		HsmCall call = new HsmCall(due.tenantId(), due.connectionId(), due.keyId(), null);
		return this.connections.use(call, (hsm) -> hsm.destroy(key))
			.contextWrite(TenantContext.only(due.tenantId()))
			.then(Mono.defer(() -> this.destructions.remove(due)))
			.onErrorResume(QnspException.class, (failure) -> {
				log.warn("Key {} in HSM connection {} is not destroyed yet: {}", due.reference(), due.connectionId(),
						failure.getMessage());
				return this.destructions.putOff(due, next(due.attempts()));
			});
	}

	private Instant next(int attempts) {
		Duration wait = FIRST.multipliedBy(1L << Math.min(attempts, MOST_DOUBLINGS));
		return this.clock.instant().plus((wait.compareTo(LONGEST) < 0) ? wait : LONGEST);
	}

}
