package io.qnsp.audit.export;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.qnsp.audit.events.EventView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every format is read back by a parser that knows only the format's rules.
 */
class EventLinesTests {

	private static final int EVENTS = 500;

	private static final String NASTY = "|\\=\"]['\n\r\t ,;:{}<>%\u0001\u001b\u007f\u0085\u2028\u2029\ufeff\u202e\u00e4\u4e2d+-@=1x";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final Pattern CEF_KEY = Pattern.compile("(?:^| )([A-Za-z0-9]+)=");

	private static final Pattern SYSLOG = Pattern.compile(
			"<(\\d{1,3})>1 (\\S+) - ([!-~]{1,48}) - ([!-~]{1,32}) \\[event@32473((?: [!-~]+=\"(?:[^\"\\\\\\]]|\\\\.)*\")*)] \ufeff(.*)",
			Pattern.DOTALL);

	private static final Pattern PARAMETER = Pattern.compile(" ([!-~]+?)=\"((?:[^\"\\\\\\]]|\\\\.)*)\"",
			Pattern.DOTALL);

	private final Random random = new Random(20261130);

	private String nasty() {
		StringBuilder text = new StringBuilder();
		int length = 1 + this.random.nextInt(12);
		for (int i = 0; i < length; i++) {
			if (this.random.nextInt(10) == 0) {
				text.append("\ud83d\ude00");
			}
			else {
				text.append(NASTY.charAt(this.random.nextInt(NASTY.length())));
			}
		}
		return text.toString();
	}

	private @Nullable String nastyOrNull() {
		return this.random.nextBoolean() ? nasty() : null;
	}

	private List<EventView> events() {
		List<EventView> events = new ArrayList<>();
		for (int i = 0; i < EVENTS; i++) {
			boolean billed = this.random.nextBoolean();
			String ip = switch (this.random.nextInt(4)) {
				case 0 -> "192.0.2.1";
				case 1 -> "2001:db8::1";
				case 2 -> nasty();
				default -> null;
			};
			events.add(new EventView(new UUID(this.random.nextLong(), this.random.nextLong()), nasty(), nasty(),
					List.of("info", "warning", "critical").get(this.random.nextInt(3)),
					Instant.ofEpochMilli(1_700_000_000_000L + this.random.nextInt(1_000_000_000)),
					new UUID(1, this.random.nextLong()),
					new EventView.Actor("user", nasty(), ip,
							this.random.nextBoolean() ? new UUID(2, this.random.nextLong()) : null),
					this.random.nextBoolean() ? new EventView.Resource(nasty(), nasty()) : null, nasty(), "success",
					this.random.nextInt(600), new EventView.Context(nasty(), nastyOrNull(), nastyOrNull(), nasty()),
					billed ? nasty() : null, billed ? 1L + this.random.nextInt(9) : null,
					this.random.nextBoolean() ? Map.of(nasty(), nasty(), "list", List.of(1, nasty())) : Map.of()));
		}
		return events;
	}

	private static String text(EventLines lines, List<EventView> events) {
		return new String(lines.lines(events), StandardCharsets.UTF_8);
	}

	private static List<String> split(String text) {
		assertThat(text).endsWith("\n");
		return List.of(text.substring(0, text.length() - 1).split("\n", -1));
	}

	private static Map<String, Object> map(Object event) {
		return JSON.convertValue(event, new TypeReference<>() {
		});
	}

	@Test
	void jsonLinesReadBack() {
		List<EventView> events = events();
		List<String> lines = split(text(new JsonLines(JSON), events));
		assertThat(lines).hasSize(EVENTS);
		for (int i = 0; i < EVENTS; i++) {
			assertThat(JSON.readValue(lines.get(i), EventView.class)).isEqualTo(events.get(i));
		}
	}

	@Test
	void csvReadsBackWithoutFormulas() throws Exception {
		List<EventView> events = events();
		CsvLines csv = new CsvLines(JSON);
		String text = new String(csv.head(), StandardCharsets.UTF_8) + text(csv, events);
		List<CsvRecord> records;
		try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(text)) {
			records = reader.stream().toList();
		}
		assertThat(records).hasSize(EVENTS + 1);
		List<String> columns = records.getFirst().getFields();
		assertThat(columns).hasSize(22).startsWith("eventId", "eventType");
		for (int i = 0; i < EVENTS; i++) {
			Map<String, String> cells = new LinkedHashMap<>();
			for (int column = 0; column < columns.size(); column++) {
				String cell = records.get(i + 1).getField(column);
				cells.put(columns.get(column), cell);
				assertThat(cell.strip()).doesNotStartWith("=").doesNotStartWith("+").doesNotStartWith("@");
			}
			EventView event = events.get(i);
			EventView.Resource resource = event.resource();
			assertThat(cells.get("eventId")).isEqualTo(event.eventId().toString());
			assertThat(plain(cells.get("eventType"))).isEqualTo(plain(event.eventType()));
			assertThat(plain(cells.get("actorId"))).isEqualTo(plain(event.actor().id()));
			assertThat(plain(cells.get("resourceId"))).isEqualTo((resource != null) ? plain(resource.id()) : "");
			assertThat(cells.get("timestamp")).endsWith("Z");
			assertThat(cells.get("detail").isEmpty() ? Map.of() : map(JSON.readTree(cells.get("detail"))))
				.isEqualTo(event.detail());
		}
	}

	// Without the apostrophe that makes a formula inert.
	private static String plain(@Nullable String cell) {
		return (cell == null) ? "" : cell.startsWith("'") ? cell.substring(1) : cell;
	}

	@Test
	void cefReadsBack() {
		List<EventView> events = events();
		List<String> lines = split(text(new CefLines(JSON), events));
		assertThat(lines).hasSize(EVENTS);
		for (int i = 0; i < EVENTS; i++) {
			EventView event = events.get(i);
			List<String> header = cefHeader(lines.get(i));
			assertThat(header).hasSize(8);
			assertThat(header.subList(0, 4)).containsExactly("CEF:0", "QNSP", "QNSP Server", "1");
			assertThat(header.get(4)).isEqualTo(event.eventType().replace('\n', ' ').replace('\r', ' '));
			assertThat(header.get(6))
				.isEqualTo(event.severity().equals("info") ? "3" : event.severity().equals("warning") ? "6" : "9");
			Map<String, String> values = cefValues(header.get(7));
			assertThat(values).containsEntry("externalId", event.eventId().toString())
				.containsEntry("rt", Long.toString(event.timestamp().toEpochMilli()))
				.containsEntry("suid", event.actor().id())
				.containsEntry("act", event.action())
				.containsEntry("cs4", event.context().requestId())
				.containsEntry("sourceServiceName", event.context().source());
			assertThat(values.get("requestClientApplication")).isEqualTo(event.context().userAgent());
			assertThat(values.get("cs3")).isEqualTo((event.resource() != null) ? event.resource().id() : null);
			String ip = event.actor().ip();
			assertThat(values.get("2001:db8::1".equals(ip) ? "c6a2" : "src")).isEqualTo(ip);
			assertThat(values.containsKey("cs6") ? map(JSON.readTree(values.get("cs6"))) : Map.of())
				.isEqualTo(event.detail());
		}
	}

	private static List<String> cefHeader(String line) {
		List<String> parts = new ArrayList<>();
		StringBuilder part = new StringBuilder();
		int i = 0;
		while (parts.size() < 7) {
			char c = line.charAt(i++);
			if (c == '\\') {
				part.append(line.charAt(i++));
			}
			else if (c == '|') {
				parts.add(part.toString());
				part.setLength(0);
			}
			else {
				part.append(c);
			}
		}
		parts.add(line.substring(i));
		return parts;
	}

	// A key follows a space and ends at an equals sign that no backslash escapes; a value
	// ends
	// where the next key begins.
	private static Map<String, String> cefValues(String extension) {
		List<int[]> keys = new ArrayList<>();
		Matcher matcher = CEF_KEY.matcher(extension);
		while (matcher.find()) {
			keys.add(new int[] { matcher.start(), matcher.start(1), matcher.end(1), matcher.end() });
		}
		Map<String, String> values = new LinkedHashMap<>();
		for (int i = 0; i < keys.size(); i++) {
			int end = (i + 1 < keys.size()) ? keys.get(i + 1)[0] : extension.length();
			String raw = extension.substring(keys.get(i)[3], end);
			assertThat(values.put(extension.substring(keys.get(i)[1], keys.get(i)[2]), unescaped(raw))).as("twice")
				.isNull();
		}
		return values;
	}

	private static String unescaped(String raw) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < raw.length(); i++) {
			char c = raw.charAt(i);
			if (c == '\\') {
				char escaped = raw.charAt(++i);
				text.append((escaped == 'n') ? '\n' : (escaped == 'r') ? '\r' : escaped);
			}
			else {
				text.append(c);
			}
		}
		return text.toString();
	}

	@Test
	void syslogReadsBack() {
		List<EventView> events = events();
		List<String> lines = split(text(new SyslogLines(JSON), events));
		assertThat(lines).hasSize(EVENTS);
		for (int i = 0; i < EVENTS; i++) {
			EventView event = events.get(i);
			Matcher message = SYSLOG.matcher(lines.get(i));
			assertThat(message.matches()).as(lines.get(i)).isTrue();
			int priority = Integer.parseInt(message.group(1));
			assertThat(priority / 8).as("facility log audit").isEqualTo(13);
			assertThat(priority % 8)
				.isEqualTo(event.severity().equals("info") ? 6 : event.severity().equals("warning") ? 4 : 2);
			assertThat(Instant.parse(message.group(2))).isEqualTo(event.timestamp());
			Map<String, String> parameters = new LinkedHashMap<>();
			PARAMETER.matcher(message.group(5))
				.results()
				.forEach((one) -> parameters.put(one.group(1), one.group(2).replaceAll("(?s)\\\\(.)", "$1")));
			assertThat(parameters).containsEntry("eventId", event.eventId().toString())
				.containsEntry("actorId", withoutControls(event.actor().id()))
				.containsEntry("source", withoutControls(event.context().source()))
				.containsEntry("requestId", withoutControls(event.context().requestId()));
			assertThat(JSON.readValue(message.group(6), EventView.class)).isEqualTo(event);
			assertThat(lines.get(i).chars().filter((c) -> c < ' ')).isEmpty();
		}
	}

	private static String withoutControls(String text) {
		return text.replaceAll("\\p{Cntrl}|[\u0080-\u009f]", " ");
	}

	@Test
	void writesAnEventInEachFormat() {
		EventView event = new EventView(UUID.fromString("0197a000-0000-7000-8000-0000dead0008"), "kms.key.create",
				"kms", "info", Instant.parse("2026-11-30T12:00:00Z"), new UUID(0, 1),
				new EventView.Actor("user", "ann", "192.0.2.1", null), new EventView.Resource("key", "k=1"), "create",
				"success", 201, new EventView.Context("r-1", null, null, "api"), null, null, Map.of());
		assertThat(text(new CefLines(JSON), List.of(event))).isEqualTo(
				"CEF:0|QNSP|QNSP Server|1|kms.key.create|kms create|3|rt=1796040000000 externalId=0197a000-0000-7000-8000-0000dead0008"
						+ " cat=kms act=create outcome=success reason=201 suid=ann spriv=user src=192.0.2.1 sourceServiceName=api"
						+ " cs1Label=tenantId cs1=00000000-0000-0000-0000-000000000001 cs2Label=resourceType cs2=key"
						+ " cs3Label=resourceId cs3=k\\=1 cs4Label=requestId cs4=r-1\n");
		assertThat(text(new SyslogLines(JSON), List.of(event))).startsWith(
				"<110>1 2026-11-30T12:00:00.000Z - qnsp-kms - kms.key.create [event@32473 eventId=\"0197a000-0000-7000-8000-0000dead0008\" ");
		JsonNode line = JSON.readTree(text(new JsonLines(JSON), List.of(event)));
		assertThat(line.get("resource").get("id").stringValue()).isEqualTo("k=1");
		assertThat(line.has("billableOperation")).isFalse();
	}

}
