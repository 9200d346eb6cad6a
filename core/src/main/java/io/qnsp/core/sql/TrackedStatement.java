package io.qnsp.core.sql;

import java.util.function.Function;

import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import org.reactivestreams.Publisher;

/**
 * A statement whose results pass through its connection's tracking.
 */
final class TrackedStatement implements Statement {

	private final Statement delegate;

	private final Function<Publisher<? extends Result>, Publisher<Result>> tracking;

	TrackedStatement(Statement delegate, Function<Publisher<? extends Result>, Publisher<Result>> tracking) {
		this.delegate = delegate;
		this.tracking = tracking;
	}

	@Override
	public Publisher<? extends Result> execute() {
		return this.tracking.apply(this.delegate.execute());
	}

	@Override
	public Statement add() {
		this.delegate.add();
		return this;
	}

	@Override
	public Statement bind(int index, Object value) {
		this.delegate.bind(index, value);
		return this;
	}

	@Override
	public Statement bind(String name, Object value) {
		this.delegate.bind(name, value);
		return this;
	}

	@Override
	public Statement bindNull(int index, Class<?> type) {
		this.delegate.bindNull(index, type);
		return this;
	}

	@Override
	public Statement bindNull(String name, Class<?> type) {
		this.delegate.bindNull(name, type);
		return this;
	}

	@Override
	public Statement returnGeneratedValues(String... columns) {
		this.delegate.returnGeneratedValues(columns);
		return this;
	}

	@Override
	public Statement fetchSize(int rows) {
		this.delegate.fetchSize(rows);
		return this;
	}

}
