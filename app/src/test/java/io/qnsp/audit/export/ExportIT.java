package io.qnsp.audit.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Role;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.Journal;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class ExportIT {

	private static final Duration BOUND = Duration.ofSeconds(60);

	private static final int COUNT = 450;

	private static final int LARGE_COUNT = 12_000;

	@Autowired
	private WebTestClient web;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Autowired
	private Journal journal;

	@Autowired
	private Ids ids;

	@Autowired
	private Clock clock;

	@Autowired
	private JsonMapper json;

	@Autowired
	private OpenExports open;

	@LocalServerPort
	private int port;

	private List<AuditEvent> append(UUID tenantId, String type, int count, String filling) {
		List<AuditEvent> events = IntStream.range(0, count)
			.mapToObj((i) -> new AuditEvent(this.ids.next(), type, "test", AuditEvent.Severity.INFO,
					this.clock.instant().truncatedTo(ChronoUnit.MILLIS), tenantId,
					new AuditEvent.Actor(ActorType.USER, "=tester", null, tenantId), null, "do",
					AuditEvent.Outcome.SUCCESS, 200, new AuditEvent.Context("test", null, null, "test"), null,
					Map.of("number", i, "filling", filling)))
			.toList();
		Flux.fromIterable(events).flatMap(this.journal::append, 256).then().block(BOUND);
		return events;
	}

	private String since() {
		return this.clock.instant().minus(1, ChronoUnit.HOURS).toString();
	}

	private EntityExchangeResult<byte[]> export(Account account, String query) {
		return this.web.mutate()
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(64 << 20))
			.build()
			.get()
			.uri("/audit/v1/events/export?" + query)
			.header("Authorization", account.bearer())
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.returnResult();
	}

	private static List<String> lines(EntityExchangeResult<byte[]> result) {
		byte[] body = result.getResponseBody();
		return (body == null) ? List.of() : new String(body, StandardCharsets.UTF_8).lines().toList();
	}

	private List<String> eventIds(EntityExchangeResult<byte[]> result) {
		return lines(result).stream().map((line) -> this.json.readTree(line).get("eventId").stringValue()).toList();
	}

	private static List<String> ids(List<AuditEvent> events) {
		return events.stream().map((event) -> event.eventId().toString()).toList();
	}

	private static String cursor(EntityExchangeResult<byte[]> result) {
		return Objects.requireNonNull(result.getResponseHeaders().getFirst("X-Next-Cursor"));
	}

	@Test
	void holdsTheTenantsEventsInCommitOrderInEachFormat() {
		Account owner = this.tenants.owner();
		append(this.tenants.owner().tenantId(), "test.other.do", 3, "");
		List<AuditEvent> events = append(owner.tenantId(), "test.thing.do", COUNT, "x");
		String query = "eventType=test.*&since=" + since();
		EntityExchangeResult<byte[]> jsonl = export(owner, query);
		List<String> order = eventIds(jsonl);
		assertThat(order).containsExactlyInAnyOrderElementsOf(ids(events));
		assertThat(listed(owner).reversed()).as("the list, newest first")
			.endsWith(order.subList(300, COUNT).toArray(String[]::new));
		assertThat(jsonl.getResponseHeaders().getFirst(HttpHeaders.CONTENT_TYPE)).isEqualTo("application/x-ndjson");
		assertThat(jsonl.getResponseHeaders().getFirst(HttpHeaders.CONTENT_DISPOSITION))
			.isEqualTo("attachment; filename=\"audit-events.jsonl\"");
		check(owner, query, "csv", "text/csv;charset=UTF-8", order, 1);
		check(owner, query, "cef", "text/plain;charset=UTF-8", order, 0);
		check(owner, query, "rfc5424", "text/plain;charset=UTF-8", order, 0);
		assertThat(this.calls.events(owner.tenantId(), "audit.event.export")).hasSize(4)
			.allMatch((event) -> event.contains("\"outcome\":\"success\"") && event.contains("test.*"));
	}

	private List<String> listed(Account account) {
		List<String> ids = new ArrayList<>();
		JsonNode page = this.json.readTree(TestCalls
			.body(TestCalls.call(this.web, "GET", "/v1/events?limit=150&eventType=test.*", account, null), 200));
		page.get("events").forEach((event) -> ids.add(event.get("eventId").stringValue()));
		return ids;
	}

	private void check(Account owner, String query, String format, String contentType, List<String> order, int head) {
		EntityExchangeResult<byte[]> result = export(owner, query + "&format=" + format);
		assertThat(result.getResponseHeaders().getFirst(HttpHeaders.CONTENT_TYPE)).isEqualTo(contentType);
		List<String> lines = lines(result);
		assertThat(lines).as(format).hasSize(COUNT + head);
		for (int i = 0; i < COUNT; i++) {
			assertThat(lines.get(i + head)).contains(order.get(i));
		}
		if (format.equals("csv")) {
			assertThat(lines.get(1)).contains(",'=tester,");
		}
	}

	@Test
	void goesOnAfterAnEarlierExportAndAfterTheLastWholeLine() {
		Account owner = this.tenants.owner();
		append(owner.tenantId(), "test.thing.do", 250, "");
		String query = "eventType=test.*&since=" + since();
		EntityExchangeResult<byte[]> first = export(owner, query);
		List<String> order = eventIds(first);
		assertThat(eventIds(export(owner, query + "&cursor=" + order.get(99)))).isEqualTo(order.subList(100, 250));
		assertThat(lines(export(owner, query + "&cursor=" + cursor(first)))).isEmpty();
		List<AuditEvent> later = append(owner.tenantId(), "test.later.do", 5, "");
		assertThat(eventIds(export(owner, query + "&cursor=" + cursor(first))))
			.containsExactlyInAnyOrderElementsOf(ids(later));
	}

	@Test
	void filtersLikeTheList() {
		Account owner = this.tenants.owner();
		append(owner.tenantId(), "test.thing.do", 3, "");
		Instant now = this.clock.instant();
		assertThat(lines(export(owner, "eventType=test.none.*&since=" + since()))).isEmpty();
		assertThat(lines(export(owner, "service=test&outcome=success&actorId==tester&since=" + since()))).hasSize(3);
		assertThat(lines(export(owner, "eventType=test.*&severity=critical&since=" + since()))).isEmpty();
		assertThat(lines(export(owner, "eventType=test.*&since=%s&until=%s".formatted(now.minus(2, ChronoUnit.DAYS),
				now.minus(1, ChronoUnit.DAYS)))))
			.isEmpty();
		assertThat(lines(export(owner, "eventType=test.*&since=%s&until=%s".formatted(now.minus(2, ChronoUnit.DAYS),
				now.plus(1, ChronoUnit.DAYS)))))
			.hasSize(3);
	}

	@Test
	void refusesWhatItCannotReadInTheErrorShape() {
		Account owner = this.tenants.owner();
		Account other = this.tenants.owner();
		String foreign = ids(append(other.tenantId(), "test.thing.do", 1, "")).getFirst();
		String since = "since=" + since();
		for (String query : List.of("", "since=yesterday", since + "&format=xml", since + "&format=",
				since + "&cursor=x", since + "&cursor=" + foreign, since + "&cursor=18446744073709551615-" + foreign,
				since + "&until=2020-01-01T00:00:00Z", "since=2020-01-01T00:00:00Z",
				"since=2020-01-01T00:00:00Z&until=2020-05-01T00:00:00Z", since + "&severity=loud")) {
			TestCalls.expectError(TestCalls.call(this.web, "GET", "/v1/events/export?" + query, owner, null), 400,
					"BAD_REQUEST");
		}
		Account limited = this.tenants.key(owner.tenantId(), owner.userId(), List.of("write:audit"), null, Role.OWNER);
		TestCalls.expectError(TestCalls.call(this.web, "GET", "/v1/events/export?" + since, limited, null), 403,
				"FORBIDDEN");
	}

	@Test
	void endsWithItsConnectionWhenTheCredentialIsRevokedHalfWay() throws IOException {
		Account owner = this.tenants.owner();
		Account leaver = this.tenants.member(owner.tenantId(), Role.DEVELOPER);
		append(owner.tenantId(), "test.large.do", LARGE_COUNT, "x".repeat(2_000));
		try (Socket socket = open(leaver)) {
			Eventually.until("the export is open", () -> this.open.openOf(owner.tenantId()) == 1);
			TestCalls.call(this.web, "DELETE", "/auth/api-keys/" + leaver.apiKeyId(), owner, null)
				.expectStatus()
				.is2xxSuccessful()
				.expectBody();
			Eventually.until("the key is revoked",
					() -> TestCalls.call(this.web, "GET", "/v1/events?limit=1", leaver, null)
						.expectBody()
						.returnResult()
						.getStatus()
						.value() == 401);
			String answer = rest(socket);
			long lines = answer.lines().filter((line) -> line.startsWith("{\"eventId\":")).count();
			assertThat(lines).as("what was read ahead of a client that reads nothing").isBetween(1L, LARGE_COUNT / 2L);
			assertThat(answer).startsWith("HTTP/1.1 200 OK").doesNotEndWith("\r\n0\r\n\r\n");
		}
		Eventually.until("nothing is open", () -> this.open.openOf(owner.tenantId()) == 0);
	}

	@Test
	void isFreedWhenItsClientGoesAndBoundedInNumber() throws IOException {
		Account owner = this.tenants.owner();
		append(owner.tenantId(), "test.large.do", LARGE_COUNT, "x".repeat(2_000));
		List<Socket> sockets = new ArrayList<>();
		try {
			for (int i = 0; i < 4; i++) {
				sockets.add(open(owner));
			}
			Eventually.until("four are open", () -> this.open.openOf(owner.tenantId()) == 4);
			TestCalls.expectError(TestCalls.call(this.web, "GET", "/v1/events/export?since=" + since(), owner, null),
					429, "TOO_MANY_REQUESTS");
		}
		finally {
			for (Socket socket : sockets) {
				socket.close();
			}
		}
		Eventually.until("all are freed", () -> this.open.openOf(owner.tenantId()) == 0);
		assertThat(lines(export(owner, "eventType=test.*&since=" + since()))).hasSize(LARGE_COUNT);
	}

	private Socket open(Account account) throws IOException {
		Socket socket = new Socket();
		socket.setReceiveBufferSize(4096);
		socket.setSoTimeout(30_000);
		socket.connect(new InetSocketAddress("127.0.0.1", this.port));
		socket.getOutputStream()
			.write(("GET /v1/events/export?eventType=test.*&since=" + since() + " HTTP/1.1\r\nHost: localhost\r\n"
					+ "Authorization: " + account.bearer() + "\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

	private static String rest(Socket socket) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		byte[] part = new byte[65_536];
		try {
			int read = socket.getInputStream().read(part);
			while (read >= 0) {
				bytes.write(part, 0, read);
				read = socket.getInputStream().read(part);
			}
		}
		catch (java.net.SocketException ex) {
			// A reset is an end as visible as a close.
			assertThat(ex).hasMessageContaining("reset");
		}
		return bytes.toString(StandardCharsets.UTF_8);
	}

}
