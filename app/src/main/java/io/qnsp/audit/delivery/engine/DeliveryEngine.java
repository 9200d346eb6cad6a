package io.qnsp.audit.delivery.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.audit.delivery.DeliveryProperties;
import io.qnsp.audit.subscription.ActiveSubscription;
import io.qnsp.core.lifecycle.Repetition;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Gives subscriptions their turns: when something passes their filter, when a pause is
 * over, and every so often to those whose tenants have had events.
 */
final class DeliveryEngine {

	private static final int CLOSED_AT_ONCE = 32;

	private final DeliveryTools tools;

	private final DeliveryProperties properties;

	private final Clock clock;

	private final WorkBook book = new WorkBook();

	private final SerialTasks tasks = new SerialTasks();

	private final Turns turns;

	private final Disposable.Swap loops = Disposables.swap();

	private Instant sweptAt;

	/**
	 * Creates the engine.
	 * @param tools what sessions work with
	 * @param holder names this instance in leases
	 */
	DeliveryEngine(DeliveryTools tools, UUID holder) {
		this.tools = tools;
		this.properties = tools.properties();
		this.clock = tools.clock();
		this.turns = new Turns(tools, holder, this.tasks);
		this.sweptAt = this.clock.instant();
	}

	/**
	 * Begins to deliver what it is told of.
	 */
	void start() {
		this.loops.update(Disposables.composite(
				Repetition.every(this.properties.tick(), "The delivery engine's tick",
						() -> Mono.fromRunnable(() -> this.tasks.execute(this::tick))),
				Repetition.every(this.properties.lease().dividedBy(3), "The renewal of delivery leases", this::renew)));
	}

	/**
	 * Ends what runs within the time of grace, closes destinations and gives leases back.
	 * @return completes always
	 */
	Mono<Void> stop() {
		return Mono.defer(() -> {
			this.tasks.execute(this.turns::end);
			return this.turns.drained()
				.timeout(this.properties.stopGrace(), Mono.fromRunnable(this.turns::abort))
				.then(Mono.defer(this::closeAll));
		}).doFinally((signal) -> this.loops.dispose());
	}

	/**
	 * What there is to deliver, to find what an event is for.
	 */
	WorkBook book() {
		return this.book;
	}

	/**
	 * How many subscriptions are being delivered, about.
	 */
	int running() {
		return this.turns.running();
	}

	/**
	 * How many wait for a free worker, about.
	 */
	int waiting() {
		return this.turns.waiting();
	}

	/**
	 * Gives a subscription a turn. Cheap, callable from any thread.
	 */
	void signal(Work work) {
		if (work.signalled.compareAndSet(false, true)) {
			this.tasks.execute(() -> {
				work.signalled.set(false);
				this.turns.want(work);
			});
		}
	}

	/**
	 * A tenant has changed: its subscriptions are looked at soon, when everybody knows.
	 */
	void lookAt(UUID tenantId) {
		this.tasks.execute(() -> {
			for (Work work : this.book.ofTenant(tenantId)) {
				if (!work.pending) {
					work.pending = true;
					work.notBefore = this.clock.instant().plus(this.properties.tick());
				}
			}
		});
	}

	/**
	 * A subscription was made or has changed: it is taken anew.
	 */
	void put(ActiveSubscription active) {
		this.tasks.execute(() -> {
			Work known = this.book.find(active.subscriptionId());
			if (known == null) {
				Work work = new Work(active, this.clock.instant());
				this.book.add(work);
				this.turns.want(work);
			}
			else {
				known.changedAt = this.clock.instant();
				this.book.replace(known, active);
				renewed(known);
			}
		});
	}

	/**
	 * A subscription is not to be delivered any more.
	 */
	void remove(UUID subscriptionId) {
		this.tasks.execute(() -> {
			Work known = this.book.find(subscriptionId);
			if (known != null) {
				forget(known);
			}
		});
	}

	/**
	 * Everything that is to be delivered, as it was read.
	 * @param all every active subscription
	 * @param readAt when it was asked for; what was changed since stays
	 */
	void reconcile(List<ActiveSubscription> all, Instant readAt) {
		this.tasks.execute(() -> {
			Map<UUID, ActiveSubscription> missing = new HashMap<>();
			all.forEach((active) -> missing.put(active.subscriptionId(), active));
			for (Work work : this.book.all()) {
				ActiveSubscription stored = missing.remove(work.id());
				if (!work.changedAt.isBefore(readAt)) {
					continue;
				}
				if (stored == null) {
					forget(work);
				}
				else if (!WorkBook.isSame(work.active, stored)) {
					this.book.replace(work, stored);
					renewed(work);
				}
			}
			missing.values().forEach((active) -> {
				Work work = new Work(active, readAt);
				this.book.add(work);
				this.turns.want(work);
			});
		});
	}

	private void renewed(Work work) {
		work.notBefore = Instant.EPOCH;
		if (work.running) {
			work.stale = true;
			work.again = true;
		}
		else {
			this.turns.close(work);
			this.turns.want(work);
		}
	}

	private void forget(Work work) {
		work.removed = true;
		this.book.remove(work);
		if (work.running) {
			work.stale = true;
		}
		else {
			this.turns.close(work);
		}
	}

	private void tick() {
		Instant now = this.clock.instant();
		boolean sweep = !now.isBefore(this.sweptAt.plus(this.properties.idleAdvance()));
		for (Work work : this.book.all()) {
			if (!work.isIdle()) {
				continue;
			}
			if (work.pending && !now.isBefore(work.notBefore)) {
				work.pending = false;
				this.turns.want(work);
			}
			else if (isUnused(work, now)) {
				this.turns.close(work);
			}
			else if (sweep && this.book.hadEvents(work.tenantId())) {
				this.turns.want(work);
			}
		}
		if (sweep) {
			this.sweptAt = now;
			this.book.swept();
		}
	}

	private boolean isUnused(Work work, Instant now) {
		DeliverySession session = work.session;
		return session != null && now.isAfter(session.usedAt().plus(this.properties.linger()));
	}

	// Of open sessions alone: what was claimed and never opened, or could not be given
	// back, ends by itself.
	private Mono<Void> renew() {
		return Mono.defer(() -> {
			Instant at = this.clock.instant();
			List<Lease> leases = open().stream().map(DeliverySession::lease).toList();
			return leases.isEmpty() ? Mono.empty()
					: this.tools.repository()
						.renew(leases, this.properties.lease())
						.doOnNext((held) -> this.tasks.execute(() -> renewed(held, at)))
						.then();
		});
	}

	private void renewed(Map<UUID, Long> held, Instant at) {
		Instant until = at.plus(this.properties.lease());
		for (Work work : this.book.all()) {
			DeliverySession session = work.session;
			if (session == null || !session.openedAt().isBefore(at)) {
				continue;
			}
			if (Long.valueOf(session.lease().epoch()).equals(held.get(work.id()))) {
				session.validUntil(until);
			}
			else if (!work.running) {
				this.turns.close(work);
				work.again = true;
			}
		}
	}

	private Mono<Void> closeAll() {
		return Flux.fromIterable(open())
			.flatMap(DeliverySession::close, CLOSED_AT_ONCE)
			.then()
			.timeout(this.properties.stopGrace().plusSeconds(1), Mono.empty());
	}

	private List<DeliverySession> open() {
		List<DeliverySession> open = new ArrayList<>();
		for (Work work : this.book.all()) {
			@Nullable DeliverySession session = work.session;
			if (session != null) {
				open.add(session);
			}
		}
		return open;
	}

}
