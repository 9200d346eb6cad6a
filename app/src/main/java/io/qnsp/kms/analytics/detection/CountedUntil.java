package io.qnsp.kms.analytics.detection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalReader;
import io.qnsp.core.projection.ProjectionAdvanced;
import io.qnsp.core.projection.ProjectionListener;
import io.qnsp.core.projection.ProjectionRunner;
import io.qnsp.kms.analytics.usage.UsageProjection;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Knows up to when the use of keys is counted, so that nothing is judged on half of it.
 */
@Component
final class CountedUntil implements ProjectionListener, SmartLifecycle {

	/** Longer than a call may last from its event's time to its commit. */
	private static final Duration GRACE = Duration.ofMinutes(1);

	/** Before the projections start, whose first news must not be missed. */
	private static final int PHASE = -1;

	private final ProjectionRunner projections;

	private final JournalReader journal;

	private final Clock clock;

	private final Disposable.Swap listening = Disposables.swap();

	private volatile @Nullable EventPosition counted;

	CountedUntil(ProjectionRunner projections, JournalReader journal, Clock clock) {
		this.projections = projections;
		this.journal = journal;
		this.clock = clock;
	}

	/**
	 * A time before which everything that was used is counted.
	 * @return the time, or empty while nothing is known
	 */
	Mono<Instant> time() {
		return Mono.defer(() -> {
			EventPosition position = this.counted;
			return (position == null) ? Mono.<Instant>empty() : this.journal.lagAfter(position)
				.map((lag) -> this.clock.instant().minus(lag.isNegative() ? Duration.ZERO : lag).minus(GRACE));
		});
	}

	@Override
	public void onAdvanced(ProjectionAdvanced advanced) {
		if (advanced.projection().equals(UsageProjection.NAME)) {
			this.counted = advanced.position();
		}
	}

	@Override
	public void start() {
		this.listening.update(this.projections.listen(this));
	}

	@Override
	public void stop() {
		this.listening.update(Disposables.disposed());
	}

	@Override
	public boolean isRunning() {
		Disposable current = this.listening.get();
		return current != null && !current.isDisposed();
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
