package io.qnsp.audit.append;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import io.qnsp.app.pipeline.PlatformServices;
import io.qnsp.core.error.FieldProblems;
import io.qnsp.core.journal.AuditEvent.Outcome;
import io.qnsp.core.journal.AuditEvent.Severity;
import io.qnsp.core.journal.Journal;
import io.qnsp.core.json.FreeForm;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads one event in any of the forms that clients send. Three names stand for each thing
 * that they call differently:
 *
 * <ul>
 * <li>{@code eventType}; or {@code topic}, which may leave out the service when
 * {@code sourceService} names it</li>
 * <li>{@code outcome} or {@code result}</li>
 * <li>{@code detail}, {@code metadata} or {@code payload}; {@code tags} become a field of
 * it</li>
 * <li>an actor or resource that is a text is the id of a user, or of what the event type
 * names</li>
 * </ul>
 *
 * A field that is none of these is refused: it would be lost.
 */
final class EventReader {

	/**
	 * The largest detail in bytes: the journal keeps 64 KiB, and masking credentials in
	 * it can add a fifth.
	 */
	private static final int MAX_DETAIL = 48 * 1024;

	private static final int LONGEST_SOURCE = 100;

	private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

	private static final Pattern EVENT_TYPE = Pattern.compile("[a-z][a-z0-9_]*\\.[a-z0-9_]+\\.[a-z0-9_]+");

	private static final Set<String> FIELDS = Set.of("tenantId", "eventType", "topic", "sourceService", "timestamp",
			"actor", "resource", "action", "outcome", "result", "severity", "context", "detail", "metadata", "payload",
			"tags");

	private static final TypeReference<Map<String, @Nullable Object>> MAP = new TypeReference<>() {
	};

	private final JsonMapper json;

	private final Clock clock;

	EventReader(JsonMapper json, Clock clock) {
		this.json = json;
		this.clock = clock;
	}

	/**
	 * Reads an event.
	 * @param node what was sent
	 * @param path its path, such as {@code [3].}
	 * @param problems where problems go
	 * @return the event, or {@code null} after a problem
	 */
	@Nullable AppendedEvent read(JsonNode node, String path, FieldProblems problems) {
		if (!node.isObject()) {
			String place = path.isEmpty() ? "body" : path.substring(0, path.length() - 1);
			problems.add(place + ": wrong type (expected: object)");
			return null;
		}
		SentObject sent = new SentObject(node, path, problems);
		sent.requireOnly(FIELDS);
		String type = eventType(sent);
		if (type == null) {
			return null;
		}
		Outcome outcome = Objects.requireNonNullElse(
				sent.oneOf(one(sent, "outcome", "result"), Outcome.values(), Outcome::wireName), Outcome.SUCCESS);
		Severity usual = (outcome == Outcome.SUCCESS) ? Severity.INFO : Severity.WARNING;
		String action = sent.text("action", AppendedEvent.NAME);
		return new AppendedEvent(tenantId(sent), type, timestamp(sent), SentParts.actor(sent),
				SentParts.resource(sent, type), (action != null) ? action : type.substring(type.lastIndexOf('.') + 1),
				outcome,
				Objects.requireNonNullElse(
						sent.oneOf("severity", Severity.values(), (value) -> value.name().toLowerCase(Locale.ROOT)),
						usual),
				SentParts.context(sent, LONGEST_SOURCE), detail(sent));
	}

	/**
	 * The one name of several that is used; a problem when more are.
	 */
	private static String one(SentObject sent, String... names) {
		List<String> present = sent.present(names);
		if (present.size() > 1) {
			sent.problem(present.get(1), "given beside " + present.getFirst() + " (expected: one of them)");
		}
		return present.isEmpty() ? names[0] : present.getFirst();
	}

	private static @Nullable String eventType(SentObject sent) {
		String name = one(sent, "eventType", "topic");
		String given = sent.required(name, AppendedEvent.NAME);
		String service = sent.text("sourceService", AppendedEvent.NAME);
		if (given == null) {
			return null;
		}
		boolean isShort = service != null && given.chars().filter((c) -> c == '.').count() == 1;
		String type = isShort ? service + "." + given : given;
		if (type.length() > AppendedEvent.NAME || !EVENT_TYPE.matcher(type).matches()) {
			sent.problem(name, "not an event type (expected: <service>.<resource>.<action> of a-z, 0-9 and _, "
					+ "at most 128 characters)");
			return null;
		}
		String typeService = type.substring(0, type.indexOf('.'));
		if (service != null && !service.equals(typeService)) {
			sent.problem("sourceService", "not the service of the type (expected: %s)".formatted(typeService));
		}
		if (PlatformServices.isReserved(typeService)) {
			sent.problem(name,
					"%s is a service of the platform (expected: a service of your own)".formatted(typeService));
			return null;
		}
		return type;
	}

	private static @Nullable UUID tenantId(SentObject sent) {
		String text = sent.text("tenantId", AppendedEvent.NAME);
		try {
			return (text != null) ? UUID.fromString(text) : null;
		}
		catch (IllegalArgumentException ex) {
			sent.problem("tenantId", "not readable (expected: UUID)");
			return null;
		}
	}

	private @Nullable Instant timestamp(SentObject sent) {
		String text = sent.text("timestamp", AppendedEvent.NAME);
		if (text == null) {
			return null;
		}
		Instant now = this.clock.instant();
		Instant earliest = now.minus(Journal.OLDEST_EVENT);
		Instant latest = now.plus(CLOCKS_DIFFER);
		try {
			Instant time = Instant.parse(text);
			if (time.isBefore(earliest) || time.isAfter(latest)) {
				sent.problem("timestamp", "%s (expected: %s..%s)".formatted(time, earliest, latest));
			}
			return time;
		}
		catch (DateTimeException ex) {
			sent.problem("timestamp", "not readable (expected: ISO 8601 time, such as 2026-01-31T12:00:00.000Z)");
			return null;
		}
	}

	private Map<String, Object> detail(SentObject sent) {
		String name = one(sent, "detail", "metadata", "payload");
		SentObject object = sent.object(name);
		Map<String, @Nullable Object> fields = (object != null) ? this.json.convertValue(object.node(), MAP)
				: new HashMap<>();
		JsonNode tags = sent.get("tags");
		if (tags != null) {
			if (fields.containsKey("tags")) {
				sent.problem("tags", "given beside " + name + ".tags (expected: one of them)");
			}
			fields.put("tags", this.json.convertValue(tags, Object.class));
		}
		FreeForm.check(sent.path() + name, fields);
		int bytes = this.json.writeValueAsString(fields).getBytes(StandardCharsets.UTF_8).length;
		if (bytes > MAX_DETAIL) {
			sent.problem(name, bytes + " bytes (expected: at most " + MAX_DETAIL + ")");
		}
		return withoutNulls(fields);
	}

	// What is null is not there, as everywhere in the journal.
	private static Map<String, Object> withoutNulls(Map<String, @Nullable Object> fields) {
		Map<String, Object> kept = new HashMap<>();
		fields.forEach((name, value) -> {
			if (value != null) {
				kept.put(name, value);
			}
		});
		return kept;
	}

}
