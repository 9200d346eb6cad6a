package io.qnsp.audit.streaming;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.qnsp.app.testing.TestTenants.Account;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Opens event streams the way a client does, each on a connection of its own.
 */
final class StreamClient {

	private final HttpClient client;

	StreamClient(int port) {
		this.client = HttpClient.create(ConnectionProvider.newConnection()).baseUrl("http://127.0.0.1:" + port);
	}

	private StreamClient(HttpClient client) {
		this.client = client;
	}

	/**
	 * The same client looking at another tenant than its own.
	 */
	StreamClient lookingAt(UUID tenantId) {
		return new StreamClient(this.client.headers((headers) -> headers.set("x-qnsp-tenant", tenantId)));
	}

	/**
	 * All messages, comments included.
	 */
	Flux<Message> messages(Account account, String query, @Nullable String lastEventId) {
		return Flux.defer(() -> {
			Splitter splitter = new Splitter();
			return this.client.headers((headers) -> {
				headers.set("Authorization", account.bearer());
				headers.set("Accept", "text/event-stream");
				if (lastEventId != null) {
					headers.set("Last-Event-ID", lastEventId);
				}
			})
				.get()
				.uri("/audit/v1/streaming/events" + query)
				.response((response, bytes) -> (response.status().code() == 200)
						? bytes.asByteArray().concatMapIterable(splitter::add)
						: Flux.error(new IllegalStateException("Status " + response.status())));
		});
	}

	/**
	 * The audit events alone; {@code whenOpen} runs when the stream is open.
	 */
	Flux<Message> events(Account account, String query, @Nullable String lastEventId, Runnable whenOpen) {
		return messages(account, query, lastEventId).doOnNext((message) -> {
			if (message.isConnected()) {
				whenOpen.run();
			}
		}).filter(Message::isEvent);
	}

	/**
	 * The last message of a stream that the server ends, and the end.
	 */
	Flux<Message> closed(Account account, String query, Runnable whenOpen) {
		return messages(account, query, null).doOnNext((message) -> {
			if (message.isConnected()) {
				whenOpen.run();
			}
		}).filter(Message::isClosed);
	}

	private static final class Splitter {

		private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

		private byte last;

		private List<Message> add(byte[] bytes) {
			List<Message> messages = new ArrayList<>();
			for (byte value : bytes) {
				this.partial.write(value);
				if (value == '\n' && this.last == '\n') {
					messages.add(Message.of(this.partial.toString(StandardCharsets.UTF_8)));
					this.partial.reset();
					this.last = 0;
				}
				else {
					this.last = value;
				}
			}
			return messages;
		}

	}

}
