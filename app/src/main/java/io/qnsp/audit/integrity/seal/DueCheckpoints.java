package io.qnsp.audit.integrity.seal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.audit.integrity.seal.DueTenantRepository.Looked;
import io.qnsp.core.integrity.Checkpoint;
import io.qnsp.core.integrity.merkle.DamagedTreeException;
import io.qnsp.core.lifecycle.PeriodicJob;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Makes the checkpoints that are due. The job's lock transaction reads only, so that
 * nobody waits for it; each checkpoint is a transaction of its own. A run begins nothing
 * more after 15 seconds, and the next one goes on with the tenants that it did not reach.
 */
@Component
@EnableConfigurationProperties(IntegrityProperties.class)
final class DueCheckpoints implements PeriodicJob {

	private static final Logger log = LoggerFactory.getLogger(DueCheckpoints.class);

	private static final UUID BEFORE_ALL = new UUID(0, 0);

	private static final int LOOKED_AT_ONCE = 500;

	// The database ends a transaction, such as that of the job's lock, that is idle for
	// 30 seconds.
	private static final Duration LONGEST = Duration.ofSeconds(15);

	private final DueTenantRepository tenants;

	private final UnsealedCounts counts;

	private final CheckpointMaker maker;

	private final IntegrityProperties properties;

	private final Clock clock;

	private final Counter refused;

	private final AtomicReference<UUID> reached = new AtomicReference<>(BEFORE_ALL);

	DueCheckpoints(DueTenantRepository tenants, UnsealedCounts counts, CheckpointMaker maker,
			IntegrityProperties properties, Clock clock, MeterRegistry meters) {
		this.tenants = tenants;
		this.counts = counts;
		this.maker = maker;
		this.properties = properties;
		this.clock = clock;
		this.refused = Counter.builder("qnsp.audit.checkpoints.refused")
			.description("Checkpoints that were not made because what is stored is not what the last one signed")
			.register(meters);
	}

	@Override
	public String name() {
		return "audit-checkpoints";
	}

	@Override
	public Duration interval() {
		return this.properties.interval();
	}

	/**
	 * Lets the next run begin after a tenant instead of with the first.
	 */
	void beginAfter(UUID tenantId) {
		this.reached.set(tenantId);
	}

	@Override
	public Mono<Void> run() {
		return Mono.defer(() -> {
			Instant deadline = this.clock.instant().plus(LONGEST);
			return Flux.fromIterable(this.counts.take(this.properties.maxEvents()))
				.concatMap((tenantId) -> seal(tenantId, this.properties.maxEvents(), deadline))
				.then(Mono.defer(() -> look(deadline)));
		});
	}

	private Mono<Void> look(Instant deadline) {
		return sealNext(deadline).expand((more) -> (more && isEarly(deadline)) ? sealNext(deadline) : Mono.empty())
			.then();
	}

	private Mono<Boolean> sealNext(Instant deadline) {
		return this.tenants.next(this.reached.get(), LOOKED_AT_ONCE, this.properties.maxAge())
			.flatMap((looked) -> Flux.fromIterable(looked)
				.takeWhile((one) -> isEarly(deadline))
				.concatMap((one) -> sealDue(one, deadline))
				.then(Mono.fromSupplier(() -> hasMore(looked))));
	}

	private Mono<Void> sealDue(Looked tenant, Instant deadline) {
		Mono<Void> work = tenant.due() ? seal(tenant.tenantId(), 1, deadline) : Mono.empty();
		return work.then(Mono.fromRunnable(() -> this.reached.set(tenant.tenantId())));
	}

	private boolean hasMore(List<Looked> looked) {
		if (looked.size() < LOOKED_AT_ONCE
				&& (looked.isEmpty() || looked.getLast().tenantId().equals(this.reached.get()))) {
			this.reached.set(BEFORE_ALL);
			return false;
		}
		return true;
	}

	private Mono<Void> seal(UUID tenantId, int atLeast, Instant deadline) {
		return this.maker.seal(tenantId, atLeast)
			.expand((made) -> (isFull(made) && isEarly(deadline)) ? this.maker.seal(tenantId, atLeast) : Mono.empty())
			.doOnNext((made) -> {
				if (!isFull(made)) {
					this.counts.sealed(tenantId);
				}
			})
			.then()
			.onErrorResume((ex) -> {
				if (ex instanceof DamagedTreeException) {
					this.refused.increment();
					log.error("The events of tenant {} are not sealed any further: {}", tenantId, ex.getMessage());
				}
				else {
					log.warn("The events of tenant {} could not be sealed and are tried again", tenantId, ex);
				}
				return Mono.empty();
			});
	}

	private boolean isFull(Checkpoint made) {
		return made.eventCount() >= this.properties.maxEvents();
	}

	private boolean isEarly(Instant deadline) {
		return this.clock.instant().isBefore(deadline);
	}

}
