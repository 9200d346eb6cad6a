package io.qnsp.kms.analytics.notification;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.app.outbound.Outbound;
import io.qnsp.core.lifecycle.Repetition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Delivers the outbox, on every instance: every second what is due, at most 64
 * notifications, all of them at the same time, each with the client's time limit. An
 * attempt that is cut off, by a stop or a crash, is made again when its lease has ended.
 */
@Component
final class AlertDelivery implements SmartLifecycle {

	private static final Logger log = LoggerFactory.getLogger(AlertDelivery.class);

	private static final Duration EVERY = Duration.ofSeconds(1);

	/** Longer than an attempt can last. */
	private static final Duration LEASE = Duration.ofSeconds(60);

	private static final int AT_ONCE = 64;

	private final NotificationRepository outbox;

	private final Outbound outbound;

	private final JsonMapper json;

	private final Counter delivered;

	private final Counter failed;

	private final Disposable.Swap running = Disposables.swap();

	AlertDelivery(NotificationRepository outbox, Outbound outbound, JsonMapper json, MeterRegistry meters) {
		this.outbox = outbox;
		this.outbound = outbound;
		this.json = json;
		this.delivered = counter(meters, "delivered");
		this.failed = counter(meters, "failed");
	}

	private static Counter counter(MeterRegistry meters, String outcome) {
		return Counter.builder("qnsp.kms.alert.deliveries")
			.description("Attempts to deliver a notification of an alert")
			.tag("outcome", outcome)
			.register(meters);
	}

	private Mono<Void> deliverDue() {
		return this.outbox.claim(LEASE)
			.flatMapMany(Flux::fromIterable)
			.flatMap((notification) -> deliver(notification).onErrorResume((failure) -> {
				// Its lease ends, and then it is tried again.
				log.warn("{} could not be delivered or noted", notification, failure);
				return Mono.empty();
			}), AT_ONCE)
			.then();
	}

	private Mono<Void> deliver(AlertNotification notification) {
		return post(notification).map((status) -> (status / 100 == 2) ? "" : "answered " + status)
			.onErrorResume((failure) -> Mono.just(told(failure)))
			.flatMap((problem) -> problem.isEmpty() ? succeeded(notification) : failed(notification, problem));
	}

	private Mono<Integer> post(AlertNotification notification) {
		return Mono.defer(() -> this.outbound.post(URI.create(notification.channel()),
				Map.of("Content-Type", "application/json", "User-Agent", "qnsp-server"),
				this.json.writeValueAsBytes(notification.message())));
	}

	private static String told(Throwable failure) {
		return (failure instanceof TimeoutException) ? "no answer in time"
				: failure.getClass().getSimpleName() + ": " + failure.getMessage();
	}

	private Mono<Void> succeeded(AlertNotification notification) {
		this.delivered.increment();
		return this.outbox.delivered(notification);
	}

	private Mono<Void> failed(AlertNotification notification, String problem) {
		this.failed.increment();
		return RetryPlan.pauseAfter(notification.attempt())
			.map((pause) -> this.outbox.postpone(notification, pause, problem))
			.orElseGet(() -> this.outbox.dead(notification, problem));
	}

	@Override
	public void start() {
		this.running.update(Repetition.every(EVERY, "The delivery of alerts", this::deliverDue));
	}

	@Override
	public void stop() {
		this.running.update(Disposables.disposed());
	}

	@Override
	public boolean isRunning() {
		Disposable current = this.running.get();
		return current != null && !current.isDisposed();
	}

}
