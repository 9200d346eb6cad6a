package io.qnsp.app.proof;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes many calls at once and collects everything that is wrong with their answers.
 */
final class ApiCalls {

	private static final int THREADS = 8;

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final JsonMapper json = JsonMapper.shared();

	private final Queue<String> violations = new ConcurrentLinkedQueue<>();

	private final int port;

	ApiCalls(int port) {
		this.port = port;
	}

	/**
	 * One call and what its answer may be.
	 *
	 * @param title what is tested
	 * @param method the HTTP method
	 * @param path path and query
	 * @param credential the bearer credential, or {@code null}
	 * @param contentType the body's type
	 * @param body the body, or {@code null}
	 * @param expected the statuses that are right
	 * @param secret what must not come back, or {@code null}
	 */
	record Case(String title, String method, String path, @Nullable String credential, String contentType,
			@Nullable String body, IntPredicate expected, @Nullable String secret) {

	}

	Collection<String> violations() {
		return this.violations;
	}

	void run(List<Case> cases) {
		try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
			List<Future<?>> running = new ArrayList<>();
			cases.forEach((one) -> running.add(threads.submit(() -> check(one))));
			for (Future<?> future : running) {
				future.get();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
	}

	private void check(Case one) {
		HttpResponse<String> response;
		try {
			response = send(one);
		}
		catch (IOException ex) {
			report(one, "no answer: " + ex);
			return;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return;
		}
		if (!one.expected.test(response.statusCode())) {
			report(one, response.statusCode() + " " + shortened(response.body()));
		}
		if (response.statusCode() >= 400) {
			checkShape(one, response);
		}
		if (one.secret != null && response.body().contains(one.secret)) {
			report(one, "the answer repeats the secret");
		}
	}

	HttpResponse<String> send(Case one) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + one.path))
			.timeout(TIMEOUT)
			.method(one.method, (one.body != null) ? HttpRequest.BodyPublishers.ofString(one.body)
					: HttpRequest.BodyPublishers.noBody());
		if (one.body != null) {
			request.header("Content-Type", one.contentType);
		}
		if (one.credential != null) {
			request.header("Authorization", "Bearer " + one.credential);
		}
		return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private void checkShape(Case one, HttpResponse<String> response) {
		try {
			JsonNode body = this.json.readTree(response.body());
			String requestId = response.headers().firstValue("X-Request-Id").orElse("no header");
			boolean right = body.isObject() && body.path("statusCode").asInt(0) == response.statusCode()
					&& !body.path("error").asString("").isEmpty()
					&& body.path("error").asString("").equals(body.path("code").asString("-"))
					&& !body.path("message").asString("").isEmpty() && body.path("details").isObject()
					&& body.path("requestId").asString("").equals(requestId)
					&& body.path("timestamp").asString("").endsWith("Z");
			if (!right) {
				report(one, "not the error shape: " + shortened(response.body()));
			}
		}
		catch (JacksonException ex) {
			report(one, response.statusCode() + " without JSON: " + shortened(response.body()));
		}
	}

	private void report(Case one, String what) {
		this.violations.add(one.method + " " + shortened(one.path) + " [" + one.title + "]: " + what);
	}

	private static String shortened(String text) {
		return (text.length() <= 300) ? text : text.substring(0, 300) + "...";
	}

}
