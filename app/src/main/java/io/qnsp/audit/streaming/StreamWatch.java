package io.qnsp.audit.streaming;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.qnsp.audit.subscription.Subscriptions;
import io.qnsp.core.caller.Authenticator;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.TailListener;
import io.qnsp.core.journal.WakeUps;
import io.qnsp.core.lifecycle.Repetition;
import io.qnsp.core.tenant.TenantDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Looks after open streams: heartbeats; the end of those whose credential, tenant or
 * subscription has changed; and of all of them before the web server stops, so that it
 * does not wait for them.
 *
 * <p>
 * A credential is verified again every so often, and at once when the journal tells of a
 * change in its tenant. When it cannot be verified because the database is away, the
 * stream stays: it carries nothing new then.
 */
@Component
final class StreamWatch implements TailListener, SmartLifecycle, DisposableBean {

	private static final Logger log = LoggerFactory.getLogger(StreamWatch.class);

	private static final Set<String> CREDENTIAL_CHANGES = Set.of("auth.token.revoke", "auth.api_key.revoke",
			"auth.api_key.delete", "auth.user.update", "auth.service_account.update");

	private static final String SCOPE = "read:audit";

	private static final Duration GRACE = Duration.ofSeconds(2);

	private static final Duration LONGEST_CHECK = Duration.ofSeconds(10);

	private static final int CHECKS_AT_ONCE = 16;

	private static final Duration SLICE = Duration.ofMillis(50);

	private static final int SMALLEST_SLICE = 10;

	private final LiveHub hub;

	private final StreamStatistics statistics;

	private final Authenticator authenticator;

	private final TenantDirectory tenants;

	private final Clock clock;

	private final StreamingProperties properties;

	private final WakeUps checks;

	private final Disposable.Swap loops = Disposables.swap();

	private final Disposable.Swap draining = Disposables.swap();

	private volatile boolean running;

	StreamWatch(LiveHub hub, StreamStatistics statistics, Authenticator authenticator, TenantDirectory tenants,
			Clock clock, StreamingProperties properties) {
		this.hub = hub;
		this.statistics = statistics;
		this.authenticator = authenticator;
		this.tenants = tenants;
		this.clock = clock;
		this.properties = properties;
		this.checks = new WakeUps(properties.tick());
	}

	@Override
	public void start() {
		this.hub.accept(true);
		Disposable beats = Repetition.every(this.properties.tick(), "The heartbeat of the streams",
				() -> Mono.fromRunnable(this::beat));
		Disposable verification = this.checks.ticks()
			.publishOn(Schedulers.parallel(), 1)
			.concatMap((tick) -> Mono.defer(this::verifyDue).onErrorResume(StreamWatch::logged), 0)
			.subscribe();
		this.loops.update(Disposables.composite(beats, verification));
		this.running = true;
	}

	/**
	 * Ends all streams, many of them one slice after the other, and returns. The loops go
	 * on: they close the sockets of clients that do not take the end.
	 */
	@Override
	public void stop() {
		stop(() -> {
		});
	}

	/**
	 * Ends all streams.
	 * @param stopped is told when they are gone, or when their time is over
	 */
	@Override
	public void stop(Runnable stopped) {
		this.running = false;
		this.hub.accept(false);
		this.draining.update(drain().subscribe(null, (failure) -> {
			log.error("The streams could not be ended one after the other", failure);
			this.hub.forEach((stream) -> stream.end(EndReason.SHUTDOWN));
			stopped.run();
		}, stopped));
	}

	private Mono<Void> drain() {
		List<EventStream> all = new ArrayList<>();
		this.hub.forEach(all::add);
		long slices = Math.max(1, this.properties.drain().dividedBy(SLICE));
		int size = Math.max(SMALLEST_SLICE, Math.ceilDiv(all.size(), Math.toIntExact(slices)));
		Mono<Void> ended = Flux.fromIterable(all)
			.buffer(size)
			.zipWith(Flux.interval(Duration.ZERO, SLICE).onBackpressureDrop(), 1)
			.doOnNext((slice) -> slice.getT1().forEach((stream) -> stream.end(EndReason.SHUTDOWN)))
			.then();
		Mono<Void> gone = Flux.interval(Duration.ZERO, SLICE)
			.onBackpressureDrop()
			.takeUntil((tick) -> this.hub.open() == 0)
			.then()
			.timeout(GRACE.plusSeconds(2), Mono.empty());
		return ended.then(gone);
	}

	@Override
	public void destroy() {
		this.loops.dispose();
		this.draining.dispose();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * The last to start and the first to stop, before the web server.
	 */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

	@Override
	public void onEntries(List<JournalEntry> entries) {
		for (JournalEntry entry : entries) {
			AuditEvent event = entry.event();
			UUID resource = (event.outcome() == AuditEvent.Outcome.SUCCESS) ? event.resourceUuid() : null;
			if (event.eventType().equals(TenantDirectory.CHANGED) && resource != null) {
				this.hub.forEachOf(resource, (stream) -> stream.end(EndReason.TENANT_CHANGED));
			}
			else if (event.eventType().equals(Subscriptions.DELETED) && resource != null) {
				this.statistics.forget(event.tenantId(), resource);
				endOf(event.tenantId(), resource, EndReason.SUBSCRIPTION_DELETED);
			}
			else if (Subscriptions.changesFilters(event) && resource != null) {
				endOf(event.tenantId(), resource, EndReason.SUBSCRIPTION_CHANGED);
			}
			else if (CREDENTIAL_CHANGES.contains(event.eventType())) {
				this.hub.forEachFrom(event.tenantId(), EventStream::checkSoon);
				this.checks.wake();
			}
		}
	}

	private void endOf(UUID tenantId, UUID subscriptionId, EndReason reason) {
		this.hub.forEachOf(tenantId, (stream) -> {
			if (subscriptionId.equals(stream.order().subscriptionId())) {
				stream.end(reason);
			}
		});
	}

	private void beat() {
		Instant at = this.clock.instant();
		long now = at.toEpochMilli();
		long silence = this.properties.heartbeat().minus(this.properties.tick()).toMillis();
		long deadAfter = this.properties.deadAfter().toMillis();
		this.hub.forEach((stream) -> {
			if (!at.isBefore(stream.order().validUntil())) {
				stream.end(EndReason.CREDENTIAL_ENDED);
			}
			stream.beat(now, silence);
			stream.abortWhenStuck(now, deadAfter, GRACE.toMillis());
		});
		this.statistics.sample(now);
	}

	// Streams with the same credential are verified together.
	private Mono<Void> verifyDue() {
		long now = this.clock.millis();
		Map<Credential, List<EventStream>> due = new HashMap<>();
		this.hub.forEach((stream) -> {
			if (stream.takeCheck(now, this.properties.recheck().toMillis())) {
				due.computeIfAbsent(Credential.of(stream), (any) -> new ArrayList<>()).add(stream);
			}
		});
		return Flux.fromIterable(due.entrySet())
			.flatMap((entry) -> verify(entry.getKey(), entry.getValue()), CHECKS_AT_ONCE)
			.then();
	}

	private static Mono<Void> logged(Throwable failure) {
		log.error("The credentials of the streams could not be looked at", failure);
		return Mono.empty();
	}

	private Mono<Void> verify(Credential credential, List<EventStream> streams) {
		return this.authenticator.authenticate(credential.text)
			.flatMap((fresh) -> mayStillSee(fresh, credential.tenantId))
			.timeout(LONGEST_CHECK)
			.doOnNext((may) -> {
				if (!may) {
					streams.forEach((stream) -> stream.end(EndReason.NOT_PERMITTED));
				}
			})
			.then()
			.onErrorResume((failure) -> {
				if (failure instanceof QnspException refusal && refusal.code().status() == 401) {
					streams.forEach((stream) -> stream.end(EndReason.CREDENTIAL_ENDED));
				}
				else {
					log.warn("The credential of {} streams could not be verified and is tried again: {}",
							streams.size(), failure.toString());
				}
				return Mono.empty();
			});
	}

	private Mono<Boolean> mayStillSee(Caller fresh, UUID tenantId) {
		if (!fresh.maySee(tenantId) || !fresh.hasScope(SCOPE)) {
			return Mono.just(false);
		}
		return this.tenants.find(tenantId)
			.map((tenant) -> tenant.active() || fresh.isPlatformOperator())
			.defaultIfEmpty(false);
	}

	/**
	 * A credential and the tenant it looks at.
	 *
	 * @param text the credential, a secret
	 * @param tenantId the tenant
	 */
	private record Credential(String text, UUID tenantId) {

		static Credential of(EventStream stream) {
			return new Credential(stream.order().credential(), stream.tenantId());
		}

		@Override
		public String toString() {
			return "Credential[" + this.tenantId + "]";
		}

	}

}
