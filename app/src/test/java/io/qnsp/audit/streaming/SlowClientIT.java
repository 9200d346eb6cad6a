package io.qnsp.audit.streaming;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.AuditEvent.Severity;
import io.qnsp.core.journal.EventPosition;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class SlowClientIT {

	private static final int COUNT = 12_000;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestEvents events;

	@Autowired
	private LiveHub hub;

	@Value("${local.server.port}")
	private int port;

	@Test
	void isToldThatItLagsAndThenGetsEverythingInOrder() throws IOException {
		Account owner = this.tenants.owner();
		List<AuditEvent> written = large(owner.tenantId());
		List<EventPosition> got = new ArrayList<>();
		int lagging = 0;
		try (Socket socket = new Socket()) {
			socket.setReceiveBufferSize(4096);
			socket.setSoTimeout(30_000);
			socket.connect(new InetSocketAddress("127.0.0.1", this.port));
			BufferedReader in = open(socket, owner);
			this.events.append(written).block(Duration.ofSeconds(60));
			assertThat(waiting(owner.tenantId())).isLessThanOrEqualTo(1_024);
			while (got.size() < COUNT) {
				String line = in.readLine();
				assertThat(line).isNotNull();
				if (line.startsWith("id: ")) {
					got.add(EventPosition.parse(line.substring(4)).orElseThrow());
				}
				else if (line.equals("event: lagging")) {
					lagging++;
				}
			}
		}
		assertThat(lagging).isPositive();
		assertThat(got).isSorted().doesNotHaveDuplicates();
		Set<UUID> ids = new HashSet<>();
		got.forEach((position) -> ids.add(position.eventId()));
		assertThat(ids).isEqualTo(new HashSet<>(written.stream().map(AuditEvent::eventId).toList()));
	}

	private List<AuditEvent> large(UUID tenantId) {
		String filling = "x".repeat(2_000);
		return IntStream.range(0, COUNT)
			.mapToObj((i) -> this.events.event(tenantId, "test.large.do", Severity.INFO, Map.of("filling", filling)))
			.toList();
	}

	private int waiting(UUID tenantId) {
		AtomicInteger waiting = new AtomicInteger(-1);
		this.hub.forEachOf(tenantId, (stream) -> waiting.set(stream.waiting()));
		assertThat(waiting).hasNonNegativeValue();
		return waiting.get();
	}

	private static BufferedReader open(Socket socket, Account account) throws IOException {
		socket.getOutputStream()
			.write(("GET /v1/streaming/events?eventTypes=test.* HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
					+ "Authorization: " + account.bearer() + "\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8),
				256);
		String line = in.readLine();
		assertThat(line).isEqualTo("HTTP/1.1 200 OK");
		while (!line.equals(": connected")) {
			line = in.readLine();
			assertThat(line).isNotNull();
		}
		return in;
	}

}
