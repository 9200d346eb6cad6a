package io.qnsp.auth.risk.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.qnsp.auth.risk.model.UserKey;
import io.qnsp.auth.risk.signal.UserSignals;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.TailListener;
import io.qnsp.core.lifecycle.Repetition;
import io.qnsp.core.projection.ProjectionAdvanced;
import io.qnsp.core.projection.ProjectionListener;
import io.qnsp.core.projection.ProjectionRunner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps remembered histories up to date on this instance, whichever instance an event
 * came from. The tail tells whose history changes; when the projection has got there,
 * those who are in memory are read again together, at most once a second. In between the
 * old history answers.
 *
 * <p>
 * Users are noted whether they are in memory or not, since one may be loading just now.
 * The notes are bounded: when there are too many, everybody is forgotten instead.
 */
@Component
final class HistoryRefresher implements TailListener, ProjectionListener, SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(HistoryRefresher.class);

	private static final Duration EVERY = Duration.ofSeconds(1);

	private static final int AT_ONCE = 500;

	private static final int MAX_NOTES = 100_000;

	private final RememberedHistory histories;

	private final ProjectionRunner projections;

	private final Map<UserKey, Span> notes = new ConcurrentHashMap<>();

	private final AtomicBoolean overflow = new AtomicBoolean();

	private final Disposable.Swap running = Disposables.swap();

	private volatile @Nullable EventPosition learned;

	HistoryRefresher(RememberedHistory histories, ProjectionRunner projections) {
		this.histories = histories;
		this.projections = projections;
	}

	/** The events of a user that are not in memory yet. */
	private record Span(EventPosition first, EventPosition last) {

		Span until(Span later) {
			return new Span(this.first, later.last);
		}

	}

	@Override
	public void onEntries(List<JournalEntry> entries) {
		for (JournalEntry entry : entries) {
			UserKey signalled = UserSignals.reportedBy(entry.event());
			if (signalled != null) {
				this.histories.onSignal(signalled);
			}
			UserKey changed = LearnedLogins.changedBy(entry.event());
			if (changed != null) {
				note(changed, entry.position());
			}
		}
	}

	private void note(UserKey user, EventPosition position) {
		if (this.notes.size() >= MAX_NOTES) {
			this.overflow.set(true);
			return;
		}
		this.notes.merge(user, new Span(position, position), Span::until);
	}

	@Override
	public void onAdvanced(ProjectionAdvanced advanced) {
		if (advanced.projection().equals(LearnedLogins.NAME)) {
			this.learned = advanced.position();
		}
	}

	private Mono<Void> refresh() {
		EventPosition until = this.learned;
		if (until == null) {
			return Mono.empty();
		}
		if (this.overflow.compareAndSet(true, false)) {
			this.notes.clear();
			this.histories.forgetAll();
			return Mono.empty();
		}
		return Flux.fromIterable(due(until))
			.buffer(AT_ONCE)
			.concatMap(this.histories::refresh)
			.then()
			.onErrorResume((failure) -> {
				// Whose history is old now is not known any more.
				log.warn("Risk histories could not be read again and are forgotten: {}", failure.toString());
				this.overflow.set(true);
				return Mono.empty();
			});
	}

	private List<UserKey> due(EventPosition until) {
		List<UserKey> due = new ArrayList<>();
		this.notes.forEach((user, span) -> {
			if (span.first.compareTo(until) <= 0) {
				due.add(user);
				if (span.last.compareTo(until) <= 0) {
					this.notes.remove(user, span);
				}
				else {
					this.notes.replace(user, span, new Span(span.last, span.last));
				}
			}
		});
		return due;
	}

	@Override
	public void start() {
		Disposable listening = this.projections.listen(this);
		Disposable ticking = Repetition.every(EVERY, "The refresh of risk histories", this::refresh);
		this.running.update(Disposables.composite(listening, ticking));
	}

	@Override
	public void stop() {
		this.running.update(Disposables.disposed());
	}

	@Override
	public boolean isRunning() {
		Disposable current = this.running.get();
		return current != null && !current.isDisposed();
	}

}
