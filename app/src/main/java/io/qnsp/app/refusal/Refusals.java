package io.qnsp.app.refusal;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.Journal;
import io.qnsp.core.lifecycle.Repetition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Journals repeatable refusals. Per tenant, actor, address, event type and status the
 * first event of a window is written before the caller is answered; the rest of the
 * window becomes one event with {@code detail.count}. A crash loses at most one window's
 * counts, never a first event. Bounded: beyond 10,000 kinds at once the address is left
 * out of the key.
 */
@Component
public final class Refusals implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Refusals.class);

	private static final Duration WINDOW = Duration.ofMinutes(1);

	private static final int MAX_KINDS = 10_000;

	private final Journal journal;

	private final Ids ids;

	private final Clock clock;

	private final Map<Kind, Repeats> kinds = new ConcurrentHashMap<>();

	private volatile @Nullable Disposable flusher;

	Refusals(Journal journal, Ids ids, Clock clock) {
		this.journal = journal;
		this.ids = ids;
		this.clock = clock;
	}

	/**
	 * Records a refusal.
	 * @param event the event of the refused call
	 * @return completes when the event is durable, or at once when it is only counted
	 */
	public Mono<Void> record(AuditEvent event) {
		Kind kind = Kind.of(event, this.kinds.size() < MAX_KINDS);
		Repeats fresh = new Repeats(event, this.clock.millis());
		Repeats known = this.kinds.putIfAbsent(kind, fresh);
		if (known != null) {
			known.count.incrementAndGet();
			return Mono.empty();
		}
		return this.journal.append(event).doOnError((ex) -> this.kinds.remove(kind, fresh));
	}

	@Override
	public void start() {
		this.flusher = Repetition.every(WINDOW.dividedBy(4), "The journal of repeated refusals",
				() -> flush(this.clock.millis() - WINDOW.toMillis()));
	}

	@Override
	public void stop(Runnable callback) {
		Disposable running = this.flusher;
		if (running != null) {
			running.dispose();
			this.flusher = null;
		}
		flush(Long.MAX_VALUE).doFinally((signal) -> callback.run()).subscribe();
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public boolean isRunning() {
		return this.flusher != null;
	}

	private Mono<Void> flush(long startedBefore) {
		List<AuditEvent> due = new ArrayList<>();
		for (Iterator<Map.Entry<Kind, Repeats>> all = this.kinds.entrySet().iterator(); all.hasNext();) {
			Repeats repeats = all.next().getValue();
			if (repeats.startedAt <= startedBefore) {
				all.remove();
				if (repeats.count.get() > 0) {
					due.add(summary(repeats));
				}
			}
		}
		return Flux.fromIterable(due).concatMap(this.journal::append).then().onErrorResume((ex) -> {
			logger.warn("{} kinds of repeated refusals could not be journaled: {}", due.size(), ex.getMessage());
			return Mono.empty();
		});
	}

	private AuditEvent summary(Repeats repeats) {
		AuditEvent first = repeats.first;
		Map<String, Object> detail = new HashMap<>(first.detail());
		detail.put("count", repeats.count.get());
		detail.put("firstEventId", first.eventId().toString());
		return new AuditEvent(this.ids.next(), first.eventType(), first.service(), first.severity(),
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), first.tenantId(), first.actor(), first.resource(),
				first.action(), first.outcome(), first.statusCode(), first.context(), null, detail);
	}

	private record Kind(UUID tenantId, String actorId, @Nullable String address, String eventType, int status) {

		static Kind of(AuditEvent event, boolean withAddress) {
			return new Kind(event.tenantId(), event.actor().id(), withAddress ? event.actor().ip() : null,
					event.eventType(), event.statusCode());
		}

	}

	private static final class Repeats {

		private final AuditEvent first;

		private final long startedAt;

		private final AtomicLong count = new AtomicLong();

		Repeats(AuditEvent first, long startedAt) {
			this.first = first;
			this.startedAt = startedAt;
		}

	}

}
