package io.qnsp.audit.streaming;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.qnsp.audit.delivery.DeliveryCounts;
import io.qnsp.audit.events.EventFilter;
import io.qnsp.audit.subscription.Subscriptions;
import io.qnsp.core.caller.Authenticator;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.EventPosition;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Event streams over HTTP.
 */
@RestController
final class StreamController {

	private static final int BEARER = "Bearer ".length();

	private final Subscriptions subscriptions;

	private final EventHistory history;

	private final LiveHub hub;

	private final StreamStatistics statistics;

	private final DeliveryCounts deliveries;

	private final Authenticator authenticator;

	StreamController(Subscriptions subscriptions, EventHistory history, LiveHub hub, StreamStatistics statistics,
			DeliveryCounts deliveries, Authenticator authenticator) {
		this.deliveries = deliveries;
		this.authenticator = authenticator;
		this.subscriptions = subscriptions;
		this.history = history;
		this.hub = hub;
		this.statistics = statistics;
	}

	@GetMapping(path = "/v1/streaming/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@Controls(value = Control.ENTITLEMENTS, feature = "audit.streaming", event = "audit.event_stream.open",
			streaming = true)
	Mono<StreamOrder> open(@RequestParam @Nullable UUID subscriptionId,
			@RequestParam @Nullable List<@Nullable String> eventTypes,
			@RequestParam @Nullable List<@Nullable String> services,
			@RequestParam @Nullable List<@Nullable String> severities, @RequestParam @Nullable String lastEventId,
			@RequestHeader("Last-Event-ID") @Nullable String lastEventIdHeader, ServerHttpRequest request,
			Caller caller) {
		EventFilter inline = EventFilter.of("", eventTypes, services, severities);
		EventPosition after = position((lastEventIdHeader != null) ? lastEventIdHeader : lastEventId);
		return check(after).then(Mono.defer(() -> filters(inline, subscriptionId, caller)))
			.map((filters) -> order(caller, credentialOf(request), filters, subscriptionId, after));
	}

	private StreamOrder order(Caller caller, String credential, List<EventFilter> filters,
			@Nullable UUID subscriptionId, @Nullable EventPosition after) {
		return new StreamOrder(caller, credential, this.authenticator.validUntil(credential), filters, subscriptionId,
				after);
	}

	@GetMapping("/v1/streaming/metrics")
	@Controls(value = Control.ENTITLEMENTS, feature = "audit.streaming", event = "audit.streaming_metrics.read")
	Mono<StreamingMetrics> metrics(Caller caller) {
		return this.deliveries.of(caller.tenantId())
			.map((delivered) -> this.statistics.metrics(caller.tenantId(), this.hub.openOf(caller.tenantId()))
				.with(delivered));
	}

	private Mono<List<EventFilter>> filters(EventFilter inline, @Nullable UUID subscriptionId, Caller caller) {
		if (subscriptionId == null) {
			return Mono.just(List.of(inline));
		}
		return this.subscriptions.filterOf(caller.tenantId(), subscriptionId).map((stored) -> {
			List<EventFilter> both = new ArrayList<>();
			both.add(stored);
			both.add(inline);
			return both;
		});
	}

	private Mono<Void> check(@Nullable EventPosition after) {
		return (after == null) ? Mono.empty() : this.history.knows(after)
			.flatMap((known) -> known ? Mono.empty() : Mono
				.error(QnspException.badRequest("Last-Event-ID", after + " (expected: an id of this journal)")));
	}

	private static @Nullable EventPosition position(@Nullable String id) {
		return (id == null || id.isEmpty()) ? null
				: EventPosition.parse(id)
					.orElseThrow(() -> QnspException.badRequest("Last-Event-ID",
							"malformed (expected: the id of an event of this stream)"));
	}

	// The call is authenticated, so the header is there and has this form.
	private static String credentialOf(ServerHttpRequest request) {
		String header = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
		if (header == null || header.length() < BEARER) {
			throw new IllegalStateException("An authenticated call without a credential");
		}
		return header.substring(BEARER).trim();
	}

}
