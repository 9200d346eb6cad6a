package io.qnsp.audit.delivery;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventAttributesTests {

	@Test
	void takesAttributesOutAndLeavesTheDataAsItWasWritten() {
		OutgoingEvent event = TestOutgoing.event(3, "\u00e4\u20ac\ud83d\ude00");
		EventAttributes parts = EventAttributes.of(event);
		assertThat(parts.context()).containsEntry("specversion", "1.0")
			.containsEntry("id", event.id().toString())
			.containsEntry("source", "/qnsp/kms")
			.containsEntry("type", "kms.key.create")
			.containsEntry("subject", "key/key-3")
			.containsEntry("time", "2026-11-30T10:15:30.123Z")
			.containsEntry("datacontenttype", "application/json")
			.containsEntry("tenantid", TestOutgoing.TENANT.toString())
			.containsEntry("severity", "info")
			.containsEntry("outcome", "success")
			.containsEntry("sequence", event.position().toString())
			.hasSize(11);
		assertThat(new String(parts.data(), StandardCharsets.UTF_8))
			.isEqualTo("{\"eventId\":\"%s\",\"detail\":{\"number\":1.50, \"note\":\"\u00e4\u20ac\ud83d\ude00\"}}"
				.formatted(event.id()));
	}

	@Test
	void findsDataOfAnyKind() {
		assertThat(data("{\"data\":\"text\",\"id\":\"1\"}")).isEqualTo("\"text\"");
		assertThat(data("{\"data\": 12.50 ,\"id\":\"1\"}").strip()).isEqualTo("12.50");
		assertThat(data("{\"data\":[1,{\"a\":2}],\"id\":\"1\"}")).isEqualTo("[1,{\"a\":2}]");
		assertThat(data("{\"id\":\"1\"}")).isEmpty();
	}

	private static String data(String json) {
		return new String(EventAttributes.data(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
	}

}
