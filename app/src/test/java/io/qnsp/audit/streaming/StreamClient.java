package io.qnsp.audit.streaming;

import java.util.UUID;

import io.qnsp.app.testing.TestTenants.Account;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Opens event streams the way a client does, each on a connection of its own.
 */
final class StreamClient {

	private static final ParameterizedTypeReference<ServerSentEvent<String>> MESSAGE = new ParameterizedTypeReference<>() {
	};

	private final WebClient client;

	StreamClient(int port) {
		this.client = WebClient.builder()
			.baseUrl("http://127.0.0.1:" + port)
			.clientConnector(new ReactorClientHttpConnector(HttpClient.create(ConnectionProvider.newConnection())))
			.build();
	}

	/**
	 * All messages, comments included.
	 */
	Flux<ServerSentEvent<String>> messages(Account account, String query, @Nullable String lastEventId) {
		return this.client.get()
			.uri("/audit/v1/streaming/events" + query)
			.accept(MediaType.TEXT_EVENT_STREAM)
			.headers((headers) -> {
				headers.set("Authorization", account.bearer());
				if (lastEventId != null) {
					headers.set("Last-Event-ID", lastEventId);
				}
			})
			.retrieve()
			.bodyToFlux(MESSAGE);
	}

	/**
	 * The audit events alone; {@code whenOpen} runs when the stream is open.
	 */
	Flux<ServerSentEvent<String>> events(Account account, String query, @Nullable String lastEventId,
			Runnable whenOpen) {
		return messages(account, query, lastEventId).doOnNext((message) -> {
			if ("connected".equals(message.comment())) {
				whenOpen.run();
			}
		}).filter((message) -> "audit_event".equals(message.event()));
	}

	static UUID eventId(ServerSentEvent<String> message) {
		String id = String.valueOf(message.id());
		return UUID.fromString(id.substring(id.indexOf('-') + 1));
	}

}
