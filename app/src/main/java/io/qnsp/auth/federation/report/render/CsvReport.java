package io.qnsp.auth.federation.report.render;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import org.jspecify.annotations.Nullable;

/**
 * A report as CSV (RFC 4180, UTF-8): pairs of name and value that say what it is about,
 * then for each section an empty line, its name, its columns and its rows.
 *
 * <p>
 * Texts that a spreadsheet would take for a formula, those that start with
 * {@code = + - @} or a tab or carriage return, get an apostrophe in front (OWASP, "CSV
 * Injection").
 */
public final class CsvReport {

	private static final String FORMULA_STARTS = "=+-@\t\r";

	private CsvReport() {
	}

	/**
	 * Renders a report.
	 * @param report the report
	 * @return UTF-8
	 */
	public static byte[] render(FederationReport report) {
		StringWriter text = new StringWriter();
		CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text);
		csv.writeRecord("reportType", report.type());
		csv.writeRecord("startDate", report.start().toString());
		csv.writeRecord("endDate", report.end().toString());
		csv.writeRecord("providers", cell(String.join(" ", report.providers())));
		csv.writeRecord("generatedAt", report.generatedAt().toString());
		for (FederationReport.Section section : report.sections()) {
			csv.writeRecord("");
			csv.writeRecord(section.name());
			csv.writeRecord(section.columns());
			for (List<@Nullable Object> row : section.rows()) {
				csv.writeRecord(cells(row));
			}
		}
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	private static List<String> cells(List<@Nullable Object> row) {
		return row.stream().map(CsvReport::cell).toList();
	}

	static String cell(@Nullable Object value) {
		String text = FederationReport.text(value);
		boolean formula = value instanceof String && !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
		return formula ? "'" + text : text;
	}

}
