package io.qnsp.core.journal;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * When a loop looks again: at once after a wake-up, and every so often by itself.
 * Wake-ups from any thread while the loop works become one; none is lost.
 */
public final class WakeUps {

	private final Duration idle;

	private volatile @Nullable FluxSink<Long> sink;

	/**
	 * Creates the wake-ups of one loop.
	 * @param idle how often the loop looks when nothing wakes it
	 */
	public WakeUps(Duration idle) {
		this.idle = idle;
	}

	/**
	 * Makes the loop look now, or once more when it is looking.
	 */
	public void wake() {
		FluxSink<Long> current = this.sink;
		if (current != null) {
			current.next(0L);
		}
	}

	/**
	 * The signals to look; for one subscriber at a time, which takes one, works, and then
	 * takes the next.
	 * @return endless signals, at most one waiting
	 */
	public Flux<Long> ticks() {
		Flux<Long> woken = Flux.create((created) -> this.sink = created, FluxSink.OverflowStrategy.LATEST);
		return Flux.merge(woken, Flux.interval(Duration.ZERO, this.idle)).onBackpressureLatest();
	}

}
