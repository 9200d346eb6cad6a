package io.qnsp.core.lifecycle;

import java.time.Duration;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Work that this instance repeats until it is told to stop. A run that fails is logged,
 * and the next one comes at its time; what would fall into a run that still goes on is
 * left out.
 */
public final class Repetition {

	private static final Logger log = LoggerFactory.getLogger(Repetition.class);

	private Repetition() {
	}

	/**
	 * Begins to repeat.
	 * @param interval from one run to the next
	 * @param what the work's name, for the log
	 * @param run does the work once
	 * @return ends it; a run on its way is cancelled
	 */
	public static Disposable every(Duration interval, String what, Supplier<Mono<Void>> run) {
		return Flux.interval(interval).onBackpressureDrop().concatMap((tick) -> Mono.defer(run).onErrorResume((ex) -> {
			log.warn("{} failed and is tried again in {}", what, interval, ex);
			return Mono.empty();
		}), 0).subscribe();
	}

}
