package io.qnsp.core.change;

import java.util.Optional;
import java.util.function.Function;

import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.Journal;
import io.qnsp.core.sql.Transactions;
import reactor.core.publisher.Mono;

/**
 * Commits state changes. A service wraps the whole of its change in {@link #commit}; it
 * never opens a transaction or writes an event by itself.
 */
public final class Changes {

	private final Transactions transactions;

	private final Journal journal;

	/**
	 * Creates it.
	 * @param transactions the application's transactions
	 * @param journal the journal
	 */
	public Changes(Transactions transactions, Journal journal) {
		this.transactions = transactions;
		this.journal = journal;
	}

	/**
	 * Runs a change and commits it together with the event, usage, quota and stored
	 * answer of the call that is being answered. A call commits once.
	 * @param <T> the answer's type
	 * @param work the change; its result is the answer's body
	 * @return the result after the commit; an error leaves nothing behind
	 */
	public <T> Mono<T> commit(Mono<T> work) {
		return Mono.deferContextual((context) -> {
			CallScope scope = context.getOrDefault(CallScope.class, null);
			if (scope == null) {
				return Mono.error(new IllegalStateException("A change outside a call needs an event of its own"));
			}
			Mono<Optional<T>> change = scope.open()
				.then(work.singleOptional())
				.flatMap((answer) -> scope.complete(answer.orElse(null)).thenReturn(answer));
			return this.transactions.inTransaction(change).flatMap((answer) -> {
				scope.committed(answer.orElse(null));
				return Mono.justOrEmpty(answer);
			});
		});
	}

	/**
	 * Runs a change that no call asked for, such as background work, and commits it with
	 * its event.
	 * @param <T> the result's type
	 * @param work the change
	 * @param event makes the event from the result
	 * @return the result after the commit
	 */
	public <T> Mono<T> commit(Mono<T> work, Function<? super T, AuditEvent> event) {
		Mono<T> change = work
			.flatMap((result) -> this.journal.appendInTransaction(event.apply(result)).thenReturn(result));
		return this.transactions.inTransaction(change);
	}

}
