package io.qnsp.core.sql;

import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Lets a statement or a transaction run to its end after its subscriber has gone. The
 * driver loses buffers when a running statement is cancelled from another thread
 * (r2dbc-postgresql #580, #734: about one in 200), and every client that hangs up would
 * do that. The subscriber hears nothing more; the rest of the rows is read and dropped,
 * for as long as the statement's time limit allows.
 *
 * @param <T> the rows' type
 */
final class DrainOnCancel<T> implements CoreSubscriber<T>, Subscription {

	private final CoreSubscriber<? super T> subscriber;

	private @Nullable Subscription source;

	private volatile boolean cancelled;

	/**
	 * Creates the operator for one subscriber.
	 * @param subscriber who wants the rows
	 */
	DrainOnCancel(CoreSubscriber<? super T> subscriber) {
		this.subscriber = subscriber;
	}

	/**
	 * Puts a subscriber behind this operator.
	 * @param <T> the rows' type
	 * @return the operator, for {@code transform}
	 */
	static <T> Function<Publisher<T>, Publisher<T>> operator() {
		return Operators.<T, T>lift((source, subscriber) -> new DrainOnCancel<>(subscriber))::apply;
	}

	@Override
	public Context currentContext() {
		return this.subscriber.currentContext();
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		if (Operators.validate(this.source, subscription)) {
			this.source = subscription;
			this.subscriber.onSubscribe(this);
		}
	}

	@Override
	public void onNext(T row) {
		if (!this.cancelled) {
			this.subscriber.onNext(row);
		}
	}

	@Override
	public void onError(Throwable error) {
		// An abandoned statement may fail: nobody waits for its result.
		if (!this.cancelled) {
			this.subscriber.onError(error);
		}
	}

	@Override
	public void onComplete() {
		if (!this.cancelled) {
			this.subscriber.onComplete();
		}
	}

	@Override
	public void request(long rows) {
		Objects.requireNonNull(this.source).request(rows);
	}

	@Override
	public void cancel() {
		if (!this.cancelled) {
			this.cancelled = true;
			Objects.requireNonNull(this.source).request(Long.MAX_VALUE);
		}
	}

}
