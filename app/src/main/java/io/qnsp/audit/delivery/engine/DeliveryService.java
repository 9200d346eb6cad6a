package io.qnsp.audit.delivery.engine;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.qnsp.audit.delivery.DeliveryProperties;
import io.qnsp.audit.subscription.DeliverableSubscriptions;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.TailListener;
import io.qnsp.core.lifecycle.Repetition;
import io.qnsp.core.tenant.TenantDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Runs an engine with the server and tells it what happens: of events that pass filters,
 * and of subscriptions that are made, changed and deleted, here or on other instances.
 */
@Component
final class DeliveryService implements TailListener, SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(DeliveryService.class);

	private static final Set<String> CHANGES = Set.of(DeliverableSubscriptions.EVENTS + "create",
			DeliverableSubscriptions.EVENTS + "update", DeliverableSubscriptions.EVENTS + "delete",
			DeliverableSubscriptions.EVENTS + "rotate_secret", DeliverableSubscriptions.EVENTS + "replay",
			DeliverableSubscriptions.DISABLED);

	// After the journal and its tail, before the web server; stopped the other way round.
	private static final int PHASE = 100;

	private final DeliverableSubscriptions subscriptions;

	private final DeliveryTools tools;

	private final DeliveryProperties properties;

	private final UUID holder;

	// New with each start: a stopped one is not started again.
	private volatile DeliveryEngine engine;

	private volatile Disposable.Composite readings = Disposables.composite();

	private volatile boolean running;

	DeliveryService(DeliverableSubscriptions subscriptions, DeliveryTools tools, Ids ids) {
		this.subscriptions = subscriptions;
		this.tools = tools;
		this.properties = tools.properties();
		this.holder = ids.next();
		this.engine = new DeliveryEngine(tools, this.holder);
		tools.meters()
			.observe(() -> this.engine.book().size(), () -> this.engine.running(), () -> this.engine.waiting(),
					() -> this.engine.book().open());
	}

	@Override
	public void start() {
		this.engine = new DeliveryEngine(this.tools, this.holder);
		this.readings = Disposables.composite();
		this.engine.start();
		this.running = true;
		this.readings.add(readAll().subscribe(null,
				(ex) -> log.warn("Subscriptions could not be read; tried again in {}", this.properties.reread(), ex)));
		this.readings.add(Repetition.every(this.properties.reread(), "The reading of subscriptions", this::readAll));
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		this.readings.dispose();
		this.engine.stop().doFinally((signal) -> callback.run()).subscribe();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	@Override
	public void onEntries(List<JournalEntry> entries) {
		for (JournalEntry entry : entries) {
			AuditEvent event = entry.event();
			if (CHANGES.contains(event.eventType()) && event.outcome() == AuditEvent.Outcome.SUCCESS) {
				UUID subscriptionId = event.resourceUuid();
				if (subscriptionId != null) {
					readOne(event.tenantId(), subscriptionId);
				}
			}
			UUID changedTenant = event.eventType().equals(TenantDirectory.CHANGED) ? event.resourceUuid() : null;
			if (changedTenant != null) {
				this.engine.lookAt(changedTenant);
			}
			for (Work work : this.engine.book().ofTenant(event.tenantId())) {
				if (work.active.filter().matches(event)) {
					this.engine.signal(work);
				}
			}
		}
	}

	private Mono<Void> readAll() {
		return Mono.defer(() -> {
			Instant at = this.tools.clock().instant();
			return this.subscriptions.active().collectList().doOnNext((all) -> this.engine.reconcile(all, at)).then();
		});
	}

	private void readOne(UUID tenantId, UUID subscriptionId) {
		if (!this.running) {
			return;
		}
		Disposable.Swap reading = Disposables.swap();
		this.readings.add(reading);
		reading.update(this.subscriptions.findActive(tenantId, subscriptionId)
			.doOnNext(this.engine::put)
			.switchIfEmpty(Mono.fromRunnable(() -> this.engine.remove(subscriptionId)))
			.doFinally((signal) -> this.readings.remove(reading))
			.subscribe(null, (ex) -> log.warn("Subscription {} could not be read; all are read again in {}",
					subscriptionId, this.properties.reread(), ex)));
	}

}
