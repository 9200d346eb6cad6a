package io.qnsp.crypto.lane;

import java.util.function.Function;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * Makes one task for each subscription.
 */
final class LaneMono<T> extends Mono<T> {

	private final Function<CoreSubscriber<? super T>, LaneTask<T>> tasks;

	LaneMono(Function<CoreSubscriber<? super T>, LaneTask<T>> tasks) {
		this.tasks = tasks;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> caller) {
		caller.onSubscribe(this.tasks.apply(caller));
	}

	static <T> Mono<T> of(Function<CoreSubscriber<? super T>, LaneTask<T>> tasks) {
		return onAssembly(new LaneMono<>(tasks));
	}

}
