package io.qnsp.audit.streaming;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.TailListener;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The open streams of this instance, by tenant. An event costs the streams of its tenant
 * that want it and is encoded at most once; each event loop is woken once for all events
 * of a batch.
 */
@Component
final class LiveHub implements TailListener {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private final Map<UUID, OfTenant> tenants = new ConcurrentHashMap<>();

	// Streams of callers who look at another tenant than their own.
	private final Set<EventStream> guests = ConcurrentHashMap.newKeySet();

	private final AtomicInteger open = new AtomicInteger();

	private final Frames frames;

	private final StreamLoops loops;

	private final Counter checks;

	private final int maxPerTenant;

	private final int max;

	private volatile boolean accepting = true;

	/**
	 * A tenant's streams. Streams come and go one at a time, under the map's lock for the
	 * tenant; events take no lock.
	 */
	private record OfTenant(Set<EventStream> streams, FilterIndex<EventStream> index) {

	}

	LiveHub(Frames frames, StreamLoops loops, StreamingProperties properties, MeterRegistry meters) {
		this.frames = frames;
		this.loops = loops;
		this.maxPerTenant = properties.maxStreamsPerTenant();
		this.max = properties.maxStreams();
		Gauge.builder("qnsp.sse.connections", this.open, AtomicInteger::get)
			.description("Open event streams")
			.register(meters);
		this.checks = Counter.builder("qnsp.sse.filter.checks")
			.description("Groups of streams with equal filters that an event was held against")
			.register(meters);
	}

	/**
	 * Adds a stream.
	 * @throws QnspException a 429 when the tenant has too many, a 503 when the instance
	 * has or shuts down
	 */
	void attach(EventStream stream) {
		if (!this.accepting) {
			throw QnspException.unavailable("The server shuts down", RETRY_AFTER, null);
		}
		if (this.open.incrementAndGet() > this.max) {
			this.open.decrementAndGet();
			throw QnspException.unavailable("This instance has %d event streams (expected: fewer)".formatted(this.max),
					RETRY_AFTER, null);
		}
		boolean added = add(stream);
		if (!added) {
			this.open.decrementAndGet();
			throw new QnspException(ErrorCode.TOO_MANY_REQUESTS,
					"The tenant has %d event streams on this instance (expected: fewer)".formatted(this.maxPerTenant),
					Map.of("limit", this.maxPerTenant), RETRY_AFTER, null);
		}
		if (stream.isGuest()) {
			this.guests.add(stream);
		}
		if (!this.accepting) {
			stream.end(EndReason.SHUTDOWN);
		}
	}

	private boolean add(EventStream stream) {
		OfTenant tenant = this.tenants.compute(stream.tenantId(), (id, known) -> {
			OfTenant all = (known != null) ? known : new OfTenant(ConcurrentHashMap.newKeySet(), new FilterIndex<>());
			if (all.streams.size() < this.maxPerTenant) {
				all.streams.add(stream);
				all.index.add(stream.order().filters(), stream);
			}
			return all;
		});
		return tenant.streams.contains(stream);
	}

	/**
	 * Removes a stream.
	 */
	void detach(EventStream stream) {
		this.guests.remove(stream);
		this.tenants.computeIfPresent(stream.tenantId(), (id, tenant) -> {
			if (tenant.streams.remove(stream)) {
				tenant.index.remove(stream.order().filters(), stream);
				this.open.decrementAndGet();
			}
			return tenant.streams.isEmpty() ? null : tenant;
		});
	}

	/**
	 * How many streams are open.
	 */
	int open() {
		return this.open.get();
	}

	/**
	 * How many streams a tenant has open.
	 */
	int openOf(UUID tenantId) {
		OfTenant tenant = this.tenants.get(tenantId);
		return (tenant != null) ? tenant.streams.size() : 0;
	}

	void forEachOf(UUID tenantId, Consumer<EventStream> action) {
		OfTenant tenant = this.tenants.get(tenantId);
		if (tenant != null) {
			tenant.streams.forEach(action);
		}
	}

	/**
	 * The streams whose callers' credentials belong to a tenant.
	 */
	void forEachFrom(UUID homeTenantId, Consumer<EventStream> action) {
		Consumer<EventStream> own = (stream) -> {
			if (stream.order().caller().homeTenantId().equals(homeTenantId)) {
				action.accept(stream);
			}
		};
		forEachOf(homeTenantId, own);
		this.guests.forEach(own);
	}

	void forEach(Consumer<EventStream> action) {
		this.tenants.values().forEach((tenant) -> tenant.streams.forEach(action));
	}

	/**
	 * Takes streams, or takes none any more.
	 */
	void accept(boolean accept) {
		this.accepting = accept;
	}

	@Override
	public void onEntries(List<JournalEntry> entries) {
		int checked = 0;
		for (JournalEntry entry : entries) {
			OfTenant tenant = this.tenants.get(entry.event().tenantId());
			if (tenant != null) {
				Delivery delivery = new Delivery(entry);
				checked += tenant.index.find(entry.event(), delivery);
			}
		}
		this.loops.wake();
		this.checks.increment(checked);
	}

	/**
	 * One event on its way to the streams that want it, encoded for the first of them.
	 */
	private final class Delivery implements Consumer<Set<EventStream>> {

		private final JournalEntry entry;

		private @Nullable Frame frame;

		Delivery(JournalEntry entry) {
			this.entry = entry;
		}

		@Override
		public void accept(Set<EventStream> streams) {
			for (EventStream stream : streams) {
				if (stream.takesEvents()) {
					stream.offer(frame());
				}
			}
		}

		private Frame frame() {
			Frame known = this.frame;
			if (known == null) {
				known = LiveHub.this.frames.of(this.entry);
				this.frame = known;
			}
			return known;
		}

	}

}
