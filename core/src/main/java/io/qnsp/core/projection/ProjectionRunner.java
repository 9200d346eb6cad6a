package io.qnsp.core.projection;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.JournalReader;
import io.qnsp.core.journal.TailListener;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.Transactions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Runs the projections, each by itself: woken by the tail, in batches under load, again
 * with growing pauses after failures. Listens to one tail, from before it starts and
 * without a pause. Any number of instances may run the same projections; each event is
 * applied once.
 */
public final class ProjectionRunner implements TailListener {

	private static final Logger log = LoggerFactory.getLogger(ProjectionRunner.class);

	private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

	private final RecentEntries recent = new RecentEntries();

	private final Map<String, ProjectionLoop> loops;

	private final List<ProjectionListener> listeners = new CopyOnWriteArrayList<>();

	private final AtomicReference<@Nullable Running> running = new AtomicReference<>();

	/**
	 * Creates the runner.
	 * @param projections what to run; names must be unique
	 * @param system access across tenants
	 * @param transactions transactions of the same connections as {@code system}
	 * @param reader reads the journal
	 * @param settings the rhythm
	 * @param meters where measurements go
	 */
	public ProjectionRunner(List<Projection> projections, Sql system, Transactions transactions, JournalReader reader,
			ProjectionSettings settings, MeterRegistry meters) {
		this.loops = projections.stream()
			.map((projection) -> new ProjectionLoop(projection, new ProjectionCursors(system), system, transactions,
					reader, this.recent, settings, this::tell, meters))
			.collect(Collectors.toUnmodifiableMap(ProjectionLoop::name, Function.identity()));
	}

	/**
	 * Begins to run.
	 */
	public void start() {
		Sinks.Empty<Void> stopping = Sinks.empty();
		Sinks.Empty<Void> ended = Sinks.empty();
		Disposable work = Flux.fromIterable(this.loops.values())
			.flatMap((loop) -> loop.run(stopping.asMono()), Math.max(1, this.loops.size()))
			.doFinally((end) -> ended.tryEmitEmpty())
			.subscribe();
		Running before = this.running.getAndSet(new Running(work, stopping, ended));
		if (before != null) {
			before.work().dispose();
		}
	}

	/**
	 * Begins nothing more and lets transactions on their way end: giving one up would
	 * only make its connection useless.
	 * @return completes when nothing runs any more, at the latest after 5 seconds
	 */
	public Mono<Void> stop() {
		return Mono.defer(() -> {
			Running current = this.running.getAndSet(null);
			if (current == null) {
				return Mono.<Void>empty();
			}
			current.stopping().tryEmitEmpty();
			return current.ended()
				.asMono()
				.timeout(STOP_WITHIN, Mono.empty())
				.doFinally((end) -> current.work().dispose());
		});
	}

	/**
	 * Adds a listener.
	 * @param listener whom to tell that a projection has advanced
	 * @return removes the listener
	 */
	public Disposable listen(ProjectionListener listener) {
		this.listeners.add(listener);
		return () -> this.listeners.remove(listener);
	}

	@Override
	public void onEntries(List<JournalEntry> entries) {
		this.recent.add(entries);
		this.loops.values().forEach((loop) -> loop.wakeFor(entries));
	}

	/**
	 * Lets a projection forget everything and derive it again from the first event.
	 * @param name the projection's name
	 * @return completes when the projection is empty and about to start again; an
	 * {@link IllegalArgumentException} when there is none of that name
	 */
	public Mono<Void> rebuild(String name) {
		ProjectionLoop loop = this.loops.get(name);
		if (loop == null) {
			return Mono.error(new IllegalArgumentException(
					"projection: %s (expected: one of %s)".formatted(name, this.loops.keySet())));
		}
		return loop.rebuild();
	}

	private void tell(ProjectionAdvanced advanced) {
		for (ProjectionListener listener : this.listeners) {
			try {
				listener.onAdvanced(advanced);
			}
			catch (RuntimeException ex) {
				log.error("A listener of projection {} failed", advanced.projection(), ex);
			}
		}
	}

	/**
	 * What runs between start and stop.
	 *
	 * @param work the loops
	 * @param stopping tells the loops to end
	 * @param ended tells that they have ended
	 */
	private record Running(Disposable work, Sinks.Empty<Void> stopping, Sinks.Empty<Void> ended) {

	}

}
