package io.qnsp.audit.streaming;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.TailListener;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The open streams of this instance, by tenant. An event costs its own tenant's streams
 * and is encoded at most once; each stream is woken once for all events of a batch.
 */
@Component
final class LiveHub implements TailListener {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	private final Map<UUID, Set<EventStream>> tenants = new ConcurrentHashMap<>();

	// Streams of callers who look at another tenant than their own.
	private final Set<EventStream> guests = ConcurrentHashMap.newKeySet();

	private final AtomicInteger open = new AtomicInteger();

	private final Frames frames;

	private final int maxPerTenant;

	private final int max;

	private volatile boolean accepting = true;

	LiveHub(Frames frames, StreamingProperties properties, MeterRegistry meters) {
		this.frames = frames;
		this.maxPerTenant = properties.maxStreamsPerTenant();
		this.max = properties.maxStreams();
		Gauge.builder("qnsp.sse.connections", this.open, AtomicInteger::get)
			.description("Open event streams")
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
		Set<EventStream> streams = this.tenants.compute(stream.tenantId(), (id, known) -> {
			Set<EventStream> all = (known != null) ? known : ConcurrentHashMap.newKeySet();
			if (all.size() < this.maxPerTenant) {
				all.add(stream);
			}
			return all;
		});
		return streams.contains(stream);
	}

	/**
	 * Removes a stream.
	 */
	void detach(EventStream stream) {
		this.guests.remove(stream);
		this.tenants.computeIfPresent(stream.tenantId(), (id, streams) -> {
			if (streams.remove(stream)) {
				this.open.decrementAndGet();
			}
			return streams.isEmpty() ? null : streams;
		});
	}

	/**
	 * How many streams a tenant has open.
	 */
	int openOf(UUID tenantId) {
		Set<EventStream> streams = this.tenants.get(tenantId);
		return (streams != null) ? streams.size() : 0;
	}

	void forEachOf(UUID tenantId, Consumer<EventStream> action) {
		Set<EventStream> streams = this.tenants.get(tenantId);
		if (streams != null) {
			streams.forEach(action);
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
		this.tenants.values().forEach((streams) -> streams.forEach(action));
	}

	/**
	 * Takes streams, or takes none any more and ends those that are open.
	 */
	void accept(boolean accept) {
		this.accepting = accept;
		if (!accept) {
			forEach((stream) -> stream.end(EndReason.SHUTDOWN));
		}
	}

	@Override
	public void onEntries(List<JournalEntry> entries) {
		Set<EventStream> touched = new HashSet<>();
		for (JournalEntry entry : entries) {
			Set<EventStream> streams = this.tenants.get(entry.event().tenantId());
			if (streams != null) {
				deliver(entry, streams, touched);
			}
		}
		touched.forEach(EventStream::wake);
	}

	private void deliver(JournalEntry entry, Set<EventStream> streams, Set<EventStream> touched) {
		@Nullable Frame frame = null;
		for (EventStream stream : streams) {
			if (!stream.wants(entry)) {
				continue;
			}
			if (frame == null) {
				frame = this.frames.of(entry);
			}
			if (stream.offer(frame)) {
				touched.add(stream);
			}
		}
	}

}
