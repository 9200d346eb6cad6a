package io.qnsp.app.pipeline;

import io.qnsp.app.error.ErrorMapping;
import io.qnsp.app.refusal.Refusals;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.Control;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.Journal;
import io.qnsp.core.journal.JournalUnavailableException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Makes the end of a call durable before it is answered.
 */
@Component
final class CallOutcome {

	private final Journal journal;

	private final Refusals refusals;

	private final Changes changes;

	private final CallEvents events;

	CallOutcome(Journal journal, Refusals refusals, Changes changes, CallEvents events) {
		this.journal = journal;
		this.refusals = refusals;
		this.changes = changes;
		this.events = events;
	}

	/**
	 * Settles a success. A handler that committed a change has its event already; the
	 * others get theirs by group commit, or in a transaction of their own when a key or a
	 * quota goes with it.
	 */
	Mono<Void> succeeded(Call call, @Nullable Object answer) {
		if (call.isCommitted()) {
			return checkSameAnswer(call, answer);
		}
		if (call.idempotent() != null || call.endpoint().demands(Control.QUOTA)) {
			return this.changes.commit(Mono.justOrEmpty(answer)).then();
		}
		if (!call.leavesEvent()) {
			return Mono.empty();
		}
		int status = CallTransaction.statusOf(call, answer);
		return this.journal.append(this.events.success(call, status)).doOnSuccess((done) -> call.journaled());
	}

	/**
	 * Journals a failure and passes it on as what the caller is told.
	 */
	<T> Mono<T> failed(Call call, Throwable failure) {
		if (call.isJournaled()) {
			return Mono.error(failure);
		}
		if (failure instanceof ReplayException replay) {
			return append(call, this.events.replayed(call, replay.answer().status())).then(Mono.error(replay));
		}
		QnspException problem = ErrorMapping.map(failure);
		if (failure instanceof JournalUnavailableException) {
			// The journal has just said no: asking it again would only take time.
			call.journaled();
			return Mono.error(problem);
		}
		AuditEvent event = this.events.failure(call, problem);
		boolean repeatable = call.caller() == null || problem.code().status() == 429;
		Mono<Void> journaled = repeatable ? this.refusals.record(event) : this.journal.append(event);
		return toItsEnd(journaled).onErrorResume((unavailable) -> toldAnyway(problem, unavailable))
			// Before the signal goes on: the filter that sees the failure next asks.
			.doOnTerminate(call::journaled)
			.then(Mono.error(problem));
	}

	/**
	 * Passes a problem on although its event could not be written: a server fault is told
	 * even when the journal is what is down; a refusal is not.
	 */
	static Mono<Void> toldAnyway(QnspException problem, Throwable unavailable) {
		return (problem.code().status() >= 500) ? Mono.empty() : Mono.error(ErrorMapping.map(unavailable));
	}

	/**
	 * Lets the event of a failure be written once it is begun, within the journal's
	 * deadline: a client that hangs up must not keep it out.
	 */
	static Mono<Void> toItsEnd(Mono<Void> journaled) {
		return Mono.defer(() -> Mono.fromFuture(journaled.toFuture(), true));
	}

	private Mono<Void> append(Call call, AuditEvent event) {
		return this.journal.append(event).doOnSuccess((done) -> call.journaled());
	}

	// Identity is what is meant: the very object that was stored goes out.
	@SuppressWarnings("ReferenceEquality")
	private static Mono<Void> checkSameAnswer(Call call, @Nullable Object answer) {
		return (call.committedAnswer() == answer) ? Mono.empty()
				: Mono.error(new IllegalStateException(call.endpoint().event()
						+ ": the handler changed its answer after the commit, so a replay would differ"));
	}

}
