package io.qnsp.core.sql;

import java.time.Duration;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;

import io.qnsp.core.error.Deadlines;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

/**
 * Runs bound SQL statements. Statement text is constant; every value is bound by name
 * ({@code :name}); every statement ends with an error when its timeout has passed, since
 * the driver can stall on a lost answer. Takes part in the surrounding transaction. A
 * database that does not answer is a 503 with {@code SERVICE_UNAVAILABLE}; a statement
 * that it refuses is Spring's {@code DataAccessException}.
 *
 * <p>
 * Cancelling ends the wait for a connection. A statement that already has one runs to its
 * end, unheard, and gives its connection back then.
 */
public final class Sql {

	private final DatabaseClient client;

	private final Duration timeout;

	/**
	 * Creates the access.
	 * @param connectionFactory where connections come from
	 * @param timeout how long one statement may take, its result included
	 */
	public Sql(ConnectionFactory connectionFactory, Duration timeout) {
		this.client = DatabaseClient.create(connectionFactory);
		this.timeout = timeout;
	}

	/**
	 * Starts a statement.
	 * @param text constant SQL with {@code :name} parameters
	 * @return the statement, to bind and run
	 */
	public Statement query(String text) {
		return new Statement(this.client.sql(text), this.timeout);
	}

	/**
	 * Waits until no other transaction does the same for the tenant, and keeps others
	 * from it to the end of the surrounding one: who counts rows before adding one would
	 * else count the same as somebody beside, and both would add the last that fits.
	 * @param what what is done, a constant in the code
	 * @param tenantId the tenant
	 * @return completes when it is this transaction's turn
	 */
	public Mono<Void> oneAtATime(String what, UUID tenantId) {
		return query("SELECT pg_advisory_xact_lock(hashtextextended(:lock, 0)) IS NULL AS locked")
			.bind("lock", what + " " + tenantId)
			.one((row) -> true)
			.then();
	}

	/**
	 * A statement with its values, run on subscription.
	 */
	public static final class Statement {

		private final GenericExecuteSpec spec;

		private final Duration timeout;

		private Statement(GenericExecuteSpec spec, Duration timeout) {
			this.spec = spec;
			this.timeout = timeout;
		}

		/**
		 * Binds a value.
		 * @param name the parameter's name
		 * @param value the value
		 * @return the statement with the value
		 */
		public Statement bind(String name, Object value) {
			return new Statement(this.spec.bind(name, value), this.timeout);
		}

		/**
		 * Binds a value that may be null.
		 * @param name the parameter's name
		 * @param value the value, or {@code null}
		 * @param type the value's type, needed for SQL null
		 * @return the statement with the value
		 */
		public Statement bind(String name, @Nullable Object value, Class<?> type) {
			return new Statement(this.spec.bind(name, (value != null) ? value : Parameters.in(type)), this.timeout);
		}

		/**
		 * Binds a collection as a text array.
		 * @param name the parameter's name
		 * @param values the values
		 * @return the statement with the array
		 */
		public Statement bindTexts(String name, Collection<String> values) {
			return bind(name, values.toArray(String[]::new));
		}

		/**
		 * Runs the statement for at most one row.
		 * @param <T> the result's type
		 * @param mapper reads the row
		 * @return the row, or empty; an error when there is more than one
		 */
		public <T> Mono<T> one(Function<Readable, T> mapper) {
			return Mono.defer(() -> guard(this.spec.map(mapper).one().timeout(this.timeout, late())));
		}

		/**
		 * Runs the statement for all its rows. The timeout counts from one row to the
		 * next.
		 * @param <T> the result's type
		 * @param mapper reads a row
		 * @return the rows
		 */
		public <T> Flux<T> all(Function<Readable, T> mapper) {
			return Flux.defer(() -> guard(this.spec.map(mapper).all().timeout(this.timeout, late())));
		}

		/**
		 * Runs the statement for its effect.
		 * @return the number of rows changed
		 */
		public Mono<Long> update() {
			return Mono.defer(() -> guard(this.spec.fetch().rowsUpdated().timeout(this.timeout, late())));
		}

		private <T> Mono<T> late() {
			return Deadlines.exceeded("The statement", this.timeout);
		}

		private static <T> Mono<T> guard(Mono<T> row) {
			return row.onErrorMap(DatabaseFailures::translate).transform(DrainOnCancel.<T>operator());
		}

		private static <T> Flux<T> guard(Flux<T> rows) {
			return rows.onErrorMap(DatabaseFailures::translate).transform(DrainOnCancel.<T>operator());
		}

	}

}
