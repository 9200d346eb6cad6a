package io.qnsp.audit.append;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.AuditEvent.Outcome;
import io.qnsp.core.journal.AuditEvent.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class AppendDecoderTests {

	private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

	private final AppendDecoder decoder = new AppendDecoder(JsonMapper.builder().build(),
			Clock.fixed(NOW, ZoneOffset.UTC));

	private List<AppendedEvent> read(String body) {
		return this.decoder.read(body.getBytes(StandardCharsets.UTF_8)).events();
	}

	private Map<String, Object> problems(String body) {
		QnspException refusal = catchThrowableOfType(QnspException.class, () -> read(body));
		assertThat(refusal).as(body).isNotNull();
		assertThat(refusal.code().status()).isEqualTo(400);
		return refusal.details();
	}

	@Test
	void readsTheDocumentedEnvelope() {
		assertThat(read("""
				{"eventType":"ci.build.finish","timestamp":"2026-11-30T11:00:00.123456+00:00",
				"actor":{"type":"workload","id":"runner-7","ip":"2001:db8::1"},
				"resource":{"type":"pipeline","id":"p-1"},"action":"end","outcome":"failure","severity":"critical",
				"context":{"requestId":"r-1","userAgent":"runner/2","source":"ci-1"},
				"detail":{"exit":1,"steps":["a",{"b":null}],"nothing":null}}""")).singleElement().satisfies((event) -> {
			assertThat(event.eventType()).isEqualTo("ci.build.finish");
			assertThat(event.service()).isEqualTo("ci");
			assertThat(event.timestamp()).isEqualTo("2026-11-30T11:00:00.123456Z");
			assertThat(event.actor()).isEqualTo(new AppendedEvent.Actor(ActorType.SERVICE, "runner-7", "2001:db8::1"));
			assertThat(event.resource()).isEqualTo(new AppendedEvent.Resource("pipeline", "p-1"));
			assertThat(event.action()).isEqualTo("end");
			assertThat(event.outcome()).isEqualTo(Outcome.FAILURE);
			assertThat(event.severity()).isEqualTo(Severity.CRITICAL);
			assertThat(event.context()).isEqualTo(new AppendedEvent.Context("r-1", "runner/2", "ci-1"));
			assertThat(event.detail()).containsOnlyKeys("exit", "steps").containsEntry("exit", 1);
		});
	}

	@Test
	void readsTheFormOfTheCommandLine() {
		assertThat(read("""
				{"topic":"user.login","sourceService":"shop","timestamp":"2026-11-30T12:00:30Z","action":"login",
				"actor":"ann","resource":"session-1","result":"denied","metadata":{"a":true}}""")).singleElement()
			.isEqualTo(new AppendedEvent(null, "shop.user.login", NOW.plusSeconds(30),
					new AppendedEvent.Actor(ActorType.USER, "ann", null),
					new AppendedEvent.Resource("user", "session-1"), "login", Outcome.DENIED, Severity.WARNING,
					new AppendedEvent.Context(null, null, null), Map.of("a", true)));
	}

	@Test
	void readsTheFormOfTheUnifiedClients() {
		assertThat(read("""
				{"eventType":"shop.order.place","payload":{"total":12.5},"tags":["eu","new"]}""")).singleElement()
			.isEqualTo(new AppendedEvent(null, "shop.order.place", null, null, null, "place", Outcome.SUCCESS,
					Severity.INFO, new AppendedEvent.Context(null, null, null),
					Map.of("total", 12.5, "tags", List.of("eu", "new"))));
	}

	@Test
	void readsArraysAndWrappedArraysInTheirOrder() {
		String events = "[{\"eventType\":\"a.b.c\"},{\"eventType\":\"a.b.d\"}]";
		assertThat(read(events)).extracting(AppendedEvent::eventType).containsExactly("a.b.c", "a.b.d");
		assertThat(read("{\"events\":" + events + "}")).isEqualTo(read(events));
	}

	@Test
	void namesEveryFieldThatIsWrongByItsPath() {
		assertThat(problems("""
				[{"eventType":"a.b.c"},{"eventType":"no"},7,{"eventType":"a.b.c","actor":{"type":"user","id":5},
				"severity":"loud","foo":1},{"eventType":"kms.key.destroy"}]""")).containsOnlyKeys("[1].eventType",
				"[2]", "[3].actor.id", "[3].severity", "[3].foo", "[4].eventType");
		assertThat(problems("{\"events\":[{\"eventType\":\"no\"}]}")).containsOnlyKeys("events[0].eventType");
		assertThat(problems("{\"eventType\":\"no\"}")).containsOnlyKeys("eventType");
		assertThat(problems("{}")).containsOnlyKeys("eventType");
		assertThat(problems("[]")).containsOnlyKeys("body");
		assertThat(problems("")).containsOnlyKeys("body");
		assertThat(problems("{\"events\":[]}")).containsOnlyKeys("events");
		assertThat(problems("{\"events\":[{\"eventType\":\"a.b.c\"}],\"x\":1}")).containsOnlyKeys("body");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"topic":"b.c.d"|topic
			"outcome":"success","result":"success"|result
			"detail":{},"payload":{}|payload
			"detail":{"tags":1},"tags":[]|tags
			"sourceService":"b"|sourceService
			"actor":{"type":"root","id":"x"}|actor.type
			"actor":{"id":"x"}|actor.type
			"actor":{"type":"user"}|actor.id
			"actor":{"type":"user","id":"x","ip":"1"}|actor.ip
			"actor":{"type":"user","id":"x","email":"y"}|actor.email
			"actor":7|actor
			"resource":{"type":"x"}|resource.id
			"context":{"source":"a\\u0020b"}|context.source
			"context":{"application":"x"}|context.application
			"tenantId":"x"|tenantId
			"billableOperation":"auth.risk_evaluation"|billableOperation
			"units":5|units
			"statusCode":200|statusCode
			"eventId":"0197a000-0000-7000-8000-0000dead0008"|eventId
			"timestamp":"2026-11-30T12:01:01Z"|timestamp
			"timestamp":"2026-11-23T11:59:59Z"|timestamp
			"timestamp":"+999999999-01-01T00:00:00Z"|timestamp
			"timestamp":5|timestamp
			"action":""|action
			"action":"a\\nb"|action
			"action":"\\ud800"|action
			"detail":"x"|detail
			"detail":{"a":"\\u0000"}|detail
			"detail":{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":{"i":1}}}}}}}}}|detail
			"\\u202e":1|*
			""", quoteCharacter = '\'')
	void refusesWhatItWouldHaveToLoseOrBelieve(String field, String path) {
		assertThat(problems("[{\"eventType\":\"a.b.c\"," + field + "}]")).containsOnlyKeys("[0]." + path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a.b", "a.b.c.d", "A.b.c", "a..c", ".b.c", "a.b.", "a-x.b.c", "a.b.c ", "*", "a.b.*" })
	void refusesWhatIsNoEventType(String type) {
		assertThat(problems("{\"eventType\":\"" + type + "\"}")).containsOnlyKeys("eventType");
	}

	@Test
	void takesAHundredEventsAndNoMore() {
		assertThat(read(Collections.nCopies(100, "{\"eventType\":\"a.b.c\"}").toString())).hasSize(100);
		assertThat(problems(Collections.nCopies(101, "{\"eventType\":\"a.b.c\"}").toString())).containsOnlyKeys("body");
	}

	@Test
	void refusesADetailThatTheJournalWouldLeaveOut() {
		String fits = "x".repeat(48 * 1024 - 8);
		assertThat(read("{\"eventType\":\"a.b.c\",\"detail\":{\"a\":\"" + fits + "\"}}")).hasSize(1);
		assertThat(problems("{\"eventType\":\"a.b.c\",\"detail\":{\"a\":\"" + fits + "x\"}}"))
			.containsOnlyKeys("detail");
	}

}
