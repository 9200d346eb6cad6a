package io.qnsp.audit.streaming;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What this instance has delivered since it started: counted where it is handed to the
 * socket, kept in memory only.
 */
@Component
final class StreamStatistics {

	private static final long WINDOW = 10_000;

	private static final long SAMPLE_EVERY = 500;

	private final Clock clock;

	private final Counter delivered;

	private final Counter lagging;

	private final Counter aborted;

	private final Map<UUID, OfTenant> tenants = new ConcurrentHashMap<>();

	StreamStatistics(MeterRegistry meters, Clock clock) {
		this.clock = clock;
		this.delivered = Counter.builder("qnsp.sse.events.delivered")
			.description("Events that were handed to the sockets of stream clients")
			.register(meters);
		this.lagging = Counter.builder("qnsp.sse.lagging")
			.description("How often a stream client was too slow for its queue and went on from the journal")
			.register(meters);
		this.aborted = Counter.builder("qnsp.sse.aborted")
			.description("Connections that were closed because the client did not take what was written")
			.register(meters);
	}

	/**
	 * Where one stream counts.
	 */
	Delivery of(StreamOrder order) {
		OfTenant tenant = this.tenants.computeIfAbsent(order.caller().tenantId(), (id) -> new OfTenant());
		UUID subscription = order.subscriptionId();
		return new Delivery(tenant, (subscription != null)
				? tenant.subscriptions.computeIfAbsent(subscription, (id) -> new OfSubscription()) : null);
	}

	/**
	 * Forgets a deleted subscription.
	 */
	void forget(UUID tenantId, UUID subscriptionId) {
		OfTenant tenant = this.tenants.get(tenantId);
		if (tenant != null) {
			tenant.subscriptions.remove(subscriptionId);
		}
	}

	/**
	 * Measures the rates; called by one thread at a time, about once a second.
	 */
	void sample(long now) {
		this.tenants.values().forEach((tenant) -> tenant.sample(now));
	}

	/**
	 * A tenant's numbers.
	 * @param connections how many streams it has open
	 */
	StreamingMetrics metrics(UUID tenantId, int connections) {
		OfTenant tenant = this.tenants.get(tenantId);
		if (tenant == null) {
			return new StreamingMetrics(connections, 0, 0, List.of());
		}
		return new StreamingMetrics(connections, tenant.rate, tenant.total.sum(), tenant.subscriptions.entrySet()
			.stream().<StreamingMetrics.SubscriptionMetrics>mapMulti((entry, out) -> {
				Instant last = entry.getValue().lastEventAt;
				if (last != null) {
					out.accept(new StreamingMetrics.SubscriptionMetrics(entry.getKey(), entry.getValue().total.sum(),
							last));
				}
			})
			.sorted(Comparator.comparing(StreamingMetrics.SubscriptionMetrics::subscriptionId))
			.toList());
	}

	/**
	 * Counts for one stream.
	 */
	final class Delivery {

		private final OfTenant tenant;

		private final @Nullable OfSubscription subscription;

		private Delivery(OfTenant tenant, @Nullable OfSubscription subscription) {
			this.tenant = tenant;
			this.subscription = subscription;
		}

		void delivered(int events) {
			StreamStatistics.this.delivered.increment(events);
			this.tenant.total.add(events);
			if (this.subscription != null) {
				this.subscription.total.add(events);
				this.subscription.lastEventAt = StreamStatistics.this.clock.instant();
			}
		}

		void lagged() {
			StreamStatistics.this.lagging.increment();
		}

		void aborted() {
			StreamStatistics.this.aborted.increment();
		}

	}

	private static final class OfTenant {

		private final LongAdder total = new LongAdder();

		private final Map<UUID, OfSubscription> subscriptions = new ConcurrentHashMap<>();

		private final Deque<Sample> samples = new ArrayDeque<>();

		private volatile double rate;

		private void sample(long now) {
			Sample newest = this.samples.peekLast();
			if (newest != null && now - newest.at < SAMPLE_EVERY) {
				return;
			}
			Sample current = new Sample(now, this.total.sum());
			this.samples.add(current);
			while (this.samples.size() > 1 && now - this.samples.element().at > WINDOW) {
				this.samples.remove();
			}
			Sample oldest = this.samples.element();
			this.rate = (oldest.at == now) ? 0 : (current.total - oldest.total) * 1_000.0 / (now - oldest.at);
		}

	}

	private static final class OfSubscription {

		private final LongAdder total = new LongAdder();

		private volatile @Nullable Instant lastEventAt;

	}

	private record Sample(long at, long total) {

	}

}
