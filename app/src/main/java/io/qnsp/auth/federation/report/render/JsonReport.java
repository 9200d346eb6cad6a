package io.qnsp.auth.federation.report.render;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A report as one JSON object: what it is about, then each section as an array of objects
 * whose fields are the columns.
 */
public final class JsonReport {

	private JsonReport() {
	}

	/**
	 * Renders a report.
	 * @param report the report
	 * @param json writes values
	 * @return UTF-8
	 */
	public static byte[] render(FederationReport report, JsonMapper json) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("reportType", report.type());
		document.put("title", report.title());
		document.put("startDate", report.start());
		document.put("endDate", report.end());
		document.put("providers", report.providers());
		document.put("generatedAt", report.generatedAt());
		report.sections().forEach((section) -> document.put(section.name(), rows(section)));
		return json.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
	}

	private static List<Map<String, @Nullable Object>> rows(FederationReport.Section section) {
		return section.rows().stream().map((row) -> {
			Map<String, @Nullable Object> fields = new LinkedHashMap<>();
			for (int i = 0; i < section.columns().size(); i++) {
				fields.put(section.columns().get(i), row.get(i));
			}
			return fields;
		}).toList();
	}

}
