package io.qnsp.core.sql;

import java.util.concurrent.TimeoutException;

import io.r2dbc.spi.ConnectionFactory;
import reactor.core.publisher.Mono;

import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;

/**
 * Runs work in one database transaction: everything that it does through the same
 * connection factory commits together or not at all.
 */
public final class Transactions {

	private final TransactionalOperator operator;

	/**
	 * Creates the transactions of one connection factory.
	 * @param connectionFactory where connections come from
	 */
	public Transactions(ConnectionFactory connectionFactory) {
		this.operator = TransactionalOperator.create(new R2dbcTransactionManager(connectionFactory));
	}

	/**
	 * Runs the work in a transaction, in the surrounding one when there is one. An error
	 * rolls back. The connection works for the tenant that the context holds where the
	 * transaction is subscribed.
	 *
	 * <p>
	 * A caller that cancels hears nothing more, and the transaction goes on to its commit
	 * or rollback: a rollback that is sent because the caller hung up can overtake the
	 * work's next statement, which would then commit alone, and a cancelled BEGIN leaves
	 * its connection to the next borrower inside of a transaction.
	 * @param <T> the result's type
	 * @param work what to do; every statement has a timeout, so it ends
	 * @return the work's result, after the commit; a 503 when the database can't answer
	 */
	public <T> Mono<T> inTransaction(Mono<T> work) {
		return this.operator.transactional(work)
			.onErrorMap((error) -> !(error instanceof TimeoutException), DatabaseFailures::translate)
			.transform(DrainOnCancel.<T>operator());
	}

}
