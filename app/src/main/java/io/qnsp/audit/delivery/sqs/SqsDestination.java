package io.qnsp.audit.delivery.sqs;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.qnsp.app.outbound.OutboundPool;
import io.qnsp.audit.delivery.DeliveryOutcome;
import io.qnsp.audit.delivery.Destination;
import io.qnsp.audit.delivery.OutgoingEvent;
import io.qnsp.core.error.Deadlines;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * A queue of a tenant's.
 */
final class SqsDestination implements Destination {

	/** Ten requests: few enough that all of them fit into the time limit. */
	static final int BATCH = 100;

	private static final Duration LIMIT = Duration.ofSeconds(30);

	// When a request may still begin.
	private static final Duration BEGIN_WITHIN = Duration.ofSeconds(15);

	private final String queueUrl;

	private final SqsMessages messages;

	private final Mono<SqsAsyncClient> client;

	private final OutboundPool connections;

	private final Scheduler scheduler;

	/**
	 * Creates it.
	 * @param queueUrl the queue
	 * @param messages makes its messages
	 * @param client the client, made on first use
	 * @param connections the client's connections
	 * @param scheduler signs, writes and reads JSON
	 */
	SqsDestination(String queueUrl, SqsMessages messages, Mono<SqsAsyncClient> client, OutboundPool connections,
			Scheduler scheduler) {
		this.queueUrl = queueUrl;
		this.messages = messages;
		this.client = client;
		this.connections = connections;
		this.scheduler = scheduler;
	}

	@Override
	public int batchSize() {
		return BATCH;
	}

	@Override
	public Mono<DeliveryOutcome> deliver(List<OutgoingEvent> batch) {
		return Mono.defer(() -> {
			List<SendMessageBatchRequestEntry> all = IntStream.range(0, batch.size())
				.mapToObj((i) -> this.messages.of(batch.get(i), i))
				.toList();
			long until = System.nanoTime() + BEGIN_WITHIN.toNanos();
			return this.client.flatMap((sqs) -> next(new Work(sqs, all, SqsMessages.requests(all), until), 0, 0));
		})
			.timeout(LIMIT, Deadlines.exceeded("The delivery to the queue", LIMIT))
			.onErrorResume(SqsAnswers::isOutside, (ex) -> Mono.fromSupplier(() -> SqsAnswers.failure(0, false, ex)))
			.subscribeOn(this.scheduler);
	}

	private Mono<DeliveryOutcome> next(Work work, int request, int accepted) {
		if (request == work.requests().size()) {
			return Mono
				.just((accepted == work.all().size()) ? new DeliveryOutcome.Accepted() : new DeliveryOutcome.Rejected(
						accepted, "The message is larger than %d bytes".formatted(SqsMessages.MAX_BYTES)));
		}
		if (System.nanoTime() - work.until() > 0) {
			return Mono.just(new DeliveryOutcome.Failed(accepted, "The queue answers slowly", null));
		}
		List<SendMessageBatchRequestEntry> part = work.requests().get(request);
		return send(work.sqs(), part, accepted)
			.switchIfEmpty(Mono.defer(() -> next(work, request + 1, accepted + part.size())));
	}

	/**
	 * Sends one request.
	 * @return what ended the delivery, or empty when all were taken
	 */
	private Mono<DeliveryOutcome> send(SqsAsyncClient sqs, List<SendMessageBatchRequestEntry> part, int accepted) {
		return Mono.fromFuture(() -> sqs.sendMessageBatch((request) -> request.queueUrl(this.queueUrl).entries(part)))
			.publishOn(this.scheduler)
			.flatMap((answer) -> Mono.justOrEmpty(SqsAnswers.problem(accepted, part.size(), answer)))
			.onErrorResume(SqsAnswers::isOutside, (ex) -> refused(sqs, part, accepted, ex));
	}

	private Mono<DeliveryOutcome> refused(SqsAsyncClient sqs, List<SendMessageBatchRequestEntry> part, int accepted,
			Throwable ex) {
		if (part.size() > 1 && SqsAnswers.isContent(ex)) {
			// One by one it shows which of them it is.
			return send(sqs, part.subList(0, 1), accepted)
				.switchIfEmpty(Mono.defer(() -> send(sqs, part.subList(1, part.size()), accepted + 1)));
		}
		return Mono.just(SqsAnswers.failure(accepted, part.size() == 1, ex));
	}

	@Override
	public Mono<Void> close() {
		return this.client.doOnNext(SqsAsyncClient::close).then(this.connections.close()).subscribeOn(this.scheduler);
	}

	/**
	 * A delivery on its way.
	 *
	 * @param sqs the client
	 * @param all the messages
	 * @param requests those before the first that is too large, by request
	 * @param until when no request begins any more
	 */
	private record Work(SqsAsyncClient sqs, List<SendMessageBatchRequestEntry> all,
			List<List<SendMessageBatchRequestEntry>> requests, long until) {

	}

}
