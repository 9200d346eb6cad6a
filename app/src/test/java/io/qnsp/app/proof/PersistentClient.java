package io.qnsp.app.proof;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.qnsp.app.testing.ServerProcess;

/**
 * Posts one call after the other, each with its own request id, from one thread, while
 * the server may die at any moment. A call without an answer is not repeated: whether it
 * was done is unknown, and the client goes on with the next.
 */
final class PersistentClient implements Runnable {

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(2))
		.build();

	private final Queue<String> answered = new ConcurrentLinkedQueue<>();

	private final Queue<String> refused = new ConcurrentLinkedQueue<>();

	private final AtomicInteger unanswered = new AtomicInteger();

	private final ServerProcess server;

	private final String key;

	private final String name;

	private final Work work;

	private final Duration pause;

	private volatile boolean stopped;

	PersistentClient(ServerProcess server, String key, String name, Work work) {
		this(server, key, name, work, Duration.ZERO);
	}

	PersistentClient(ServerProcess server, String key, String name, Work work, Duration pause) {
		this.server = server;
		this.key = key;
		this.name = name;
		this.work = work;
		this.pause = pause;
	}

	/**
	 * What is posted.
	 *
	 * @param path where to
	 * @param body the body; {@code %s} is the request id
	 */
	record Work(String path, String body) {

	}

	@Override
	public void run() {
		for (int number = 0; !this.stopped; number++) {
			post(this.name + "-" + number);
			LockSupport.parkNanos(this.pause.toNanos());
		}
	}

	private void post(String requestId) {
		HttpRequest request = HttpRequest.newBuilder(this.server.uri(this.work.path))
			.timeout(Duration.ofSeconds(10))
			.header("Authorization", "Bearer " + this.key)
			.header("Content-Type", "application/json")
			.header("X-Request-Id", requestId)
			.POST(HttpRequest.BodyPublishers.ofString(this.work.body.formatted(requestId)))
			.build();
		try {
			HttpResponse<String> response = this.http.send(request, HttpResponse.BodyHandlers.ofString());
			if (response.statusCode() / 100 == 2) {
				this.answered.add(requestId);
			}
			else {
				this.refused.add(response.statusCode() + " " + response.body());
			}
		}
		catch (IOException ex) {
			this.unanswered.incrementAndGet();
			// Nobody listens for seconds; without a pause this would be a busy loop.
			LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.stopped = true;
		}
	}

	void stop() {
		this.stopped = true;
	}

	Work work() {
		return this.work;
	}

	Queue<String> answered() {
		return this.answered;
	}

	Queue<String> refused() {
		return this.refused;
	}

	int unanswered() {
		return this.unanswered.get();
	}

}
