package io.qnsp.audit.delivery.webhook;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.qnsp.app.outbound.OutboundConnection;
import io.qnsp.app.signing.PlatformKeys;
import io.qnsp.audit.delivery.DeliveryOutcome;
import io.qnsp.audit.delivery.Destination;
import io.qnsp.audit.delivery.OutgoingEvent;
import io.qnsp.audit.events.CloudEvents;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A webhook: one request after the other over one connection.
 */
final class WebhookDestination implements Destination {

	private static final String AGENT = "QNSP-Webhooks/1.0";

	private final Target target;

	private final OutboundConnection connection;

	private final WebhookSignatures signatures;

	private final @Nullable PlatformKeys platformKeys;

	private final Duration limit;

	private final Clock clock;

	/**
	 * Opens a webhook.
	 * @param target where to
	 * @param connection the way there
	 * @param signatures signs with the webhook's secret
	 * @param platformKeys signs with the platform's key, or {@code null} when nobody
	 * asked for that
	 * @param limit how long a request may take
	 * @param clock the clock
	 */
	WebhookDestination(Target target, OutboundConnection connection, WebhookSignatures signatures,
			@Nullable PlatformKeys platformKeys, Duration limit, Clock clock) {
		this.target = target;
		this.connection = connection;
		this.signatures = signatures;
		this.platformKeys = platformKeys;
		this.limit = limit;
		this.clock = clock;
	}

	/**
	 * Where to.
	 *
	 * @param url the receiver
	 * @param batchSize how many events a request carries at most, 1 or more
	 * @param batched whether requests carry a JSON array
	 */
	record Target(URI url, int batchSize, boolean batched) {

		// The path or the query may hold a secret.
		@Override
		public String toString() {
			return "Target[" + this.url.getHost() + "]";
		}

	}

	@Override
	public int batchSize() {
		return this.target.batchSize();
	}

	/**
	 * Posts a batch. A batch that is refused for what it is, is posted again event by
	 * event, to find which one is meant.
	 */
	@Override
	public Mono<DeliveryOutcome> deliver(List<OutgoingEvent> batch) {
		return post(batch).flatMap((outcome) -> (batch.size() > 1 && outcome instanceof DeliveryOutcome.Rejected)
				? oneByOne(batch) : Mono.just(outcome));
	}

	@Override
	public Mono<Void> close() {
		return this.connection.close().doFinally((signal) -> this.signatures.close());
	}

	// As long as the engine grants at least: what is left then is the next batch's.
	private Mono<DeliveryOutcome> oneByOne(List<OutgoingEvent> batch) {
		Instant end = this.clock.instant().plus(this.limit.multipliedBy(2));
		return Flux.range(0, batch.size())
			.concatMap(
					(i) -> this.clock.instant().isBefore(end)
							? post(List.of(batch.get(i))).map((outcome) -> inBatch(outcome, i))
							: Mono
								.just(new DeliveryOutcome.Failed(i, "the receiver is slow and refuses batches", null)),
					0)
			.takeUntil((outcome) -> !(outcome instanceof DeliveryOutcome.Accepted))
			.last();
	}

	private static DeliveryOutcome inBatch(DeliveryOutcome outcome, int before) {
		return switch (outcome) {
			case DeliveryOutcome.Accepted accepted -> accepted;
			case DeliveryOutcome.Failed failed ->
				new DeliveryOutcome.Failed(before, failed.reason(), failed.retryAfter());
			case DeliveryOutcome.Rejected rejected ->
				new DeliveryOutcome.Rejected(before, rejected.reason(), rejected.certain());
			case DeliveryOutcome.Gone gone ->
				(before == 0) ? gone : new DeliveryOutcome.Failed(before, gone.reason(), Duration.ZERO);
		};
	}

	private Mono<DeliveryOutcome> post(List<OutgoingEvent> events) {
		return Mono.defer(() -> {
			String id = idOf(events);
			String timestamp = Long.toString(this.clock.instant().getEpochSecond());
			byte[] body = this.target.batched() ? array(events) : events.getFirst().json();
			byte[] content = content(id, timestamp, body);
			return headers(id, timestamp, content)
				.flatMap((headers) -> this.connection.post(this.target.url(), headers, body)
					.map((answer) -> Answers.outcome(answer, this.clock.instant()))
					.onErrorResume((ex) -> Mono.just(Answers.failure(ex, this.limit))));
		});
	}

	private Mono<Map<String, String>> headers(String id, String timestamp, byte[] content) {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("content-type", this.target.batched() ? CloudEvents.BATCH : CloudEvents.STRUCTURED);
		headers.put("user-agent", AGENT);
		headers.put("webhook-id", id);
		headers.put("webhook-timestamp", timestamp);
		Mono<Map<String, String>> signed = this.signatures.sign(content).map((signature) -> {
			if (!signature.isEmpty()) {
				headers.put("webhook-signature", signature);
			}
			return headers;
		});
		PlatformKeys keys = this.platformKeys;
		if (keys == null) {
			return signed;
		}
		return signed.then(keys.sign(WebhookOpener.PURPOSE, content)).map((signature) -> {
			headers.put("webhook-signature-pqc", "v1mldsa65," + Base64.getEncoder().encodeToString(signature.bytes()));
			headers.put("webhook-signature-pqc-key", signature.keyId().toString());
			return headers;
		});
	}

	// The same events have the same id, however often they are sent.
	private static String idOf(List<OutgoingEvent> events) {
		String first = events.getFirst().id().toString();
		return (events.size() == 1) ? first : first + "_" + events.getLast().id();
	}

	private static byte[] content(String id, String timestamp, byte[] body) {
		ByteArrayOutputStream content = new ByteArrayOutputStream(body.length + 128);
		content.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII));
		content.writeBytes(body);
		return content.toByteArray();
	}

	private static byte[] array(List<OutgoingEvent> events) {
		ByteArrayOutputStream array = new ByteArrayOutputStream();
		char before = '[';
		for (OutgoingEvent event : events) {
			array.write(before);
			array.writeBytes(event.json());
			before = ',';
		}
		array.write(']');
		return array.toByteArray();
	}

}
