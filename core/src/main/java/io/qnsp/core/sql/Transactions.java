package io.qnsp.core.sql;

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
	 * rolls back. A caller that cancels is told nothing more, and the transaction goes on
	 * to its end, which the statements' timeouts bound: a cancellation that meets a work
	 * on its way could send the rollback before the work's next statement, which would
	 * then commit alone.
	 * @param <T> the result's type
	 * @param work what to do
	 * @return the work's result, after the commit
	 */
	public <T> Mono<T> inTransaction(Mono<T> work) {
		return Mono.deferContextual(
				(context) -> Mono.fromFuture(this.operator.transactional(work).contextWrite(context).toFuture(), true));
	}

}
