package io.qnsp.core.sql;

import java.util.function.Function;

import io.r2dbc.spi.Batch;
import io.r2dbc.spi.Result;
import org.reactivestreams.Publisher;

/**
 * A batch whose results pass through its connection's tracking.
 */
final class TrackedBatch implements Batch {

	private final Batch delegate;

	private final Function<Publisher<? extends Result>, Publisher<Result>> tracking;

	TrackedBatch(Batch delegate, Function<Publisher<? extends Result>, Publisher<Result>> tracking) {
		this.delegate = delegate;
		this.tracking = tracking;
	}

	@Override
	public Batch add(String sql) {
		this.delegate.add(sql);
		return this;
	}

	@Override
	public Publisher<? extends Result> execute() {
		return this.tracking.apply(this.delegate.execute());
	}

}
