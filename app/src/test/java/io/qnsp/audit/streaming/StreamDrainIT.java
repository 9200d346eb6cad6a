package io.qnsp.audit.streaming;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.qnsp.app.testing.ServerProcess;
import io.qnsp.app.testing.TestTenants.Account;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that is asked to stop while clients look, and the one that takes its place.
 */
class StreamDrainIT {

	private static final int CLIENTS = 60;

	private static final Duration BOUND = Duration.ofSeconds(40);

	private static final String KEY = "qnsp_pqc_drain_0123456789abcdef0123456789abcdef";

	private static final Account OWNER = new Account(new UUID(0, 0), new UUID(0, 0), new UUID(0, 0), KEY);

	/**
	 * What a client got: when its stream ended, and with what.
	 */
	private record Ended(List<String> ids, Message last, long at) {

	}

	@Test
	void endsStreamsOneAfterTheOtherAndTheNextInstanceGoesOnWithoutGap() throws Exception {
		try (ServerProcess server = new ServerProcess(Map.of("QNSP_BOOTSTRAP_API_KEY", KEY, "QNSP_STREAMING_DRAIN",
				"2s", "QNSP_STREAMING_COMEBACK", "10s", "QNSP_RATELIMITS_GROUPS_AUDIT_BURST", "1000"))) {
			server.start();
			StreamClient client = new StreamClient(server.uri("/").getPort());
			CountDownLatch open = new CountDownLatch(CLIENTS);
			CompletableFuture<List<Ended>> ended = Flux.range(0, CLIENTS)
				.<Ended>flatMap(
						(i) -> client.messages(OWNER, "?eventTypes=auth.risk.evaluate", null).doOnNext((message) -> {
							if (message.isConnected()) {
								open.countDown();
							}
						}).collectList().map(StreamDrainIT::ended), CLIENTS)
				.collectList()
				.toFuture();
			assertThat(open.await(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
			List<String> answered = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				answered.add(evaluate(server));
			}
			AtomicBoolean refusedWhileOpen = new AtomicBoolean();
			CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> {
				while (!ended.isDone()) {
					if (server.status("/actuator/health/readiness") == 503 && !ended.isDone()) {
						refusedWhileOpen.set(true);
					}
				}
			});
			long stopping = System.nanoTime();
			server.stop();
			assertThat(Duration.ofNanos(System.nanoTime() - stopping)).as("the web server waits for no stream")
				.isLessThan(Duration.ofSeconds(12));
			List<Ended> all = ended.get(BOUND.toSeconds(), TimeUnit.SECONDS);
			asking.get(BOUND.toSeconds(), TimeUnit.SECONDS);
			assertThat(refusedWhileOpen).as("not ready any more while streams are open").isTrue();
			assertSpread(all);
			server.start();
			for (int i = 0; i < 5; i++) {
				answered.add(evaluate(server));
			}
			assertResumes(all.getFirst(), client, answered);
			assertResumes(all.getLast(), client, answered);
		}
	}

	private static void assertSpread(List<Ended> all) {
		assertThat(all).hasSize(CLIENTS).allSatisfy((one) -> {
			assertThat(one.last.isClosed()).isTrue();
			assertThat(one.last.data()).contains("shutdown");
		});
		List<Long> hints = all.stream().map((one) -> Long.valueOf(Objects.requireNonNull(one.last.retry()))).toList();
		assertThat(hints).allMatch((hint) -> hint >= 3_000 && hint <= 13_000);
		assertThat(new HashSet<>(hints)).hasSizeGreaterThan(CLIENTS / 2);
		assertThat(Collections.max(hints) - Collections.min(hints)).isGreaterThan(5_000);
		List<Long> ends = all.stream().map(Ended::at).toList();
		assertThat(Duration.ofNanos(Collections.max(ends) - Collections.min(ends))).isBetween(Duration.ofMillis(200),
				Duration.ofSeconds(6));
	}

	private static void assertResumes(Ended one, StreamClient client, List<String> answered) {
		int missing = answered.size() - one.ids.size();
		List<String> rest = client.events(OWNER, "?eventTypes=auth.risk.evaluate", one.ids.getLast(), () -> {
		}).take(missing).map(StreamDrainIT::requestId).collectList().block(BOUND);
		Set<String> before = new HashSet<>(answered.subList(0, one.ids.size()));
		assertThat(Stream.concat(before.stream(), Objects.requireNonNull(rest).stream()).toList())
			.containsExactlyInAnyOrderElementsOf(answered);
	}

	private static Ended ended(List<Message> messages) {
		return new Ended(messages.stream().filter(Message::isEvent).map(Message::requiredId).toList(),
				messages.getLast(), System.nanoTime());
	}

	private static String requestId(Message message) {
		String data = message.data();
		int from = data.indexOf("\"requestId\":\"") + 13;
		return data.substring(from, data.indexOf('"', from));
	}

	private static String evaluate(ServerProcess server) {
		HttpResponse<String> answer = server.call("POST", "/auth/risk/evaluate", KEY,
				"{\"userId\":\"drain\",\"ipAddress\":\"203.0.113.7\",\"userAgent\":\"test\"}");
		assertThat(answer.statusCode()).isEqualTo(200);
		return answer.headers().firstValue("X-Request-Id").orElseThrow();
	}

}
