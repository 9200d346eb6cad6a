package io.qnsp.app.pipeline;

import io.qnsp.app.entitlement.Entitlements;
import io.qnsp.core.change.CallScope;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.idempotency.IdempotentAnswers;
import io.qnsp.core.idempotency.IdempotentRequest;
import io.qnsp.core.idempotency.OneTimeAnswer;
import io.qnsp.core.idempotency.StoredAnswer;
import io.qnsp.core.journal.Journal;
import io.qnsp.core.quota.QuotaUsage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * What a call adds to the transaction of its state change: idempotency key and quota
 * first, stored answer and event last.
 */
@Component
final class CallTransaction {

	/** Twice the largest request. */
	private static final int MAX_ANSWER = 2 * 1024 * 1024;

	private final IdempotentAnswers answers;

	private final QuotaUsage quotas;

	private final Entitlements entitlements;

	private final Journal journal;

	private final CallEvents events;

	private final JsonMapper json;

	CallTransaction(IdempotentAnswers answers, QuotaUsage quotas, Entitlements entitlements, Journal journal,
			CallEvents events, JsonMapper json) {
		this.answers = answers;
		this.quotas = quotas;
		this.entitlements = entitlements;
		this.journal = journal;
		this.events = events;
		this.json = json;
	}

	/**
	 * The part of one call.
	 */
	CallScope scopeOf(Call call) {
		return new CallScope() {

			@Override
			public Mono<Void> open() {
				return claim(call).then(reserve(call));
			}

			@Override
			public Mono<Void> complete(@Nullable Object answer) {
				int status = statusOf(call, answer);
				Mono<Void> event = call.leavesEvent() ? CallTransaction.this.journal
					.appendInTransaction(CallTransaction.this.events.success(call, status)) : Mono.empty();
				return store(call, status, answer).then(event);
			}

			@Override
			public void committed(@Nullable Object answer) {
				call.committed(answer);
			}

		};
	}

	/**
	 * The status that a call's success is answered with.
	 */
	static int statusOf(Call call, @Nullable Object answer) {
		return (answer instanceof ResponseEntity<?> entity) ? entity.getStatusCode().value() : call.endpoint().status();
	}

	private Mono<Void> claim(Call call) {
		IdempotentRequest request = call.idempotent();
		if (request == null) {
			return Mono.empty();
		}
		return this.answers.claim(request).flatMap((claimed) -> claimed ? Mono.empty() : replay(request));
	}

	// Another call with the same key has committed meanwhile; what it answered is the
	// answer.
	private Mono<Void> replay(IdempotentRequest request) {
		return this.answers.find(request)
			.flatMap((answer) -> Mono
				.error(answer.isHandedOut() ? StoredAnswer.alreadyHandedOut() : new ReplayException(answer)));
	}

	private Mono<Void> reserve(Call call) {
		String resource = call.endpoint().quota();
		if (resource.isEmpty()) {
			return Mono.empty();
		}
		long limit = this.entitlements.limit(call.tenant().tier(), resource);
		if (limit == 0) {
			return Mono.error(QuotaUsage.exceeded(resource, 0, 0));
		}
		return this.quotas.reserve(call.tenantId(), resource, this.entitlements.period(resource), limit)
			.flatMap((reserved) -> reserved ? Mono.empty() : Mono.error(QuotaUsage.exceeded(resource, limit, limit)));
	}

	private Mono<Void> store(Call call, int status, @Nullable Object answer) {
		IdempotentRequest request = call.idempotent();
		if (request == null) {
			return Mono.empty();
		}
		Object body = (answer instanceof ResponseEntity<?> entity) ? entity.getBody() : answer;
		if (body instanceof OneTimeAnswer) {
			return this.answers.store(request, StoredAnswer.handedOut());
		}
		byte[] bytes = (body != null) ? this.json.writeValueAsBytes(body) : new byte[0];
		if (bytes.length > MAX_ANSWER) {
			// The transaction is rolled back: without its answer the key could not be
			// honoured.
			return Mono.error(QnspException.unprocessable("Idempotency-Key",
					"The answer has %d bytes and can't be kept for a replay (expected: at most %d, or a call without the header)"
						.formatted(bytes.length, MAX_ANSWER)));
		}
		return this.answers.store(request, new StoredAnswer(status, bytes));
	}

}
