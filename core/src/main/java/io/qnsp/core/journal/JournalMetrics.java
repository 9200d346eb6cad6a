package io.qnsp.core.journal;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * What the writing side measures, and its monotonic clock.
 */
final class JournalMetrics {

	private final MeterRegistry registry;

	private final Clock clock;

	private final Counter batched;

	private final Counter transactional;

	private final Counter unavailable;

	private final DistributionSummary batchSize;

	private final Timer append;

	JournalMetrics(MeterRegistry registry) {
		this.registry = registry;
		this.clock = registry.config().clock();
		this.batched = appended("batch");
		this.transactional = appended("transaction");
		this.unavailable = Counter.builder("qnsp.journal.unavailable")
			.description("Appends that the journal did not confirm")
			.register(registry);
		this.batchSize = DistributionSummary.builder("qnsp.journal.batch.size")
			.description("Events written by one statement of the group commit")
			.baseUnit("events")
			.register(registry);
		this.append = Timer.builder("qnsp.journal.append")
			.description("From the call of append until its event is durable")
			.publishPercentileHistogram()
			.register(registry);
	}

	private Counter appended(String path) {
		return Counter.builder("qnsp.journal.events.appended")
			.description("Durable events")
			.tag("path", path)
			.register(this.registry);
	}

	void queueDepth(Supplier<Number> depth) {
		Gauge.builder("qnsp.journal.queue.depth", depth)
			.description("Events that wait for the group commit")
			.register(this.registry);
	}

	long now() {
		return this.clock.monotonicTime();
	}

	void appendedInBatch(int size) {
		this.batched.increment(size);
		this.batchSize.record(size);
	}

	void appendedSince(long since) {
		this.append.record(now() - since, TimeUnit.NANOSECONDS);
	}

	void appendedInTransaction(int size) {
		this.transactional.increment(size);
	}

	void unavailable() {
		this.unavailable.increment();
	}

}
