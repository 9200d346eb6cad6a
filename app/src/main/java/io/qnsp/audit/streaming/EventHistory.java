package io.qnsp.audit.streaming;

import java.util.List;
import java.util.UUID;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.audit.events.Stretch;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.JournalReader;
import io.qnsp.core.journal.JournalTail;
import io.qnsp.core.sql.TenantContext;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.pool.InstrumentedPool;
import reactor.pool.PoolBuilder;

import org.springframework.stereotype.Component;

/**
 * Reads past events for streams that resume or lag. Only a few read at the same time, so
 * that a thousand clients that come back together do not take the database from everybody
 * else.
 */
@Component
final class EventHistory {

	private static final int BATCH = 128;

	// What a stream holds that does not read, beside its queue.
	private static final int MOST_BYTES = 64 << 10;

	private final JournalReader journal;

	private final JournalTail tail;

	private final Frames frames;

	private final InstrumentedPool<Integer> readers;

	EventHistory(JournalReader journal, JournalTail tail, Frames frames, StreamingProperties properties,
			MeterRegistry meters) {
		this.journal = journal;
		this.tail = tail;
		this.frames = frames;
		this.readers = PoolBuilder.from(Mono.just(0)).sizeBetween(0, properties.historyReaders()).buildPool();
		Gauge.builder("qnsp.sse.history.readers", this, EventHistory::readersAtWork)
			.description("Streams that read past events from the journal just now")
			.register(meters);
	}

	/**
	 * A stretch of a tenant's events.
	 *
	 * @param frames the events that pass the filters
	 * @param end how far was read, or {@code null} when nothing was there
	 * @param last whether there was nothing after it when it was read
	 */
	record Batch(List<Frame> frames, @Nullable EventPosition end, boolean last) {

	}

	/**
	 * Reads the next events.
	 */
	Mono<Batch> after(EventPosition position, StreamOrder order) {
		UUID tenantId = order.caller().tenantId();
		return this.readers.withPoolable((reader) -> this.journal.ofTenantAfter(tenantId, position, BATCH))
			.single()
			.publishOn(Schedulers.parallel())
			.map((entries) -> encode(entries, order))
			.contextWrite(TenantContext.with(tenantId));
	}

	/**
	 * How many streams read just now.
	 */
	int readersAtWork() {
		return this.readers.metrics().acquiredSize();
	}

	/**
	 * Whether this journal can have given out a position: a position ahead of every
	 * transaction would make a stream wait in silence.
	 */
	Mono<Boolean> knows(EventPosition position) {
		EventPosition handedOver = this.tail.position();
		return (handedOver != null && position.compareTo(handedOver) <= 0) ? Mono.just(true)
				: this.journal.knows(position);
	}

	private Batch encode(List<JournalEntry> entries, StreamOrder order) {
		Stretch<Frame> taken = Stretch.of(entries, order::matches, this.frames::of, (frame) -> frame.bytes().length,
				MOST_BYTES);
		return new Batch(taken.items(), taken.end(), taken.whole() && entries.size() < BATCH);
	}

}
