package io.qnsp.auth.federation.report.render;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.qnsp.core.text.SpreadsheetText;
import org.jspecify.annotations.Nullable;

/**
 * A report as CSV (RFC 4180, UTF-8): pairs of name and value that say what it is about,
 * then for each section an empty line, its name, its columns and its rows.
 *
 * <p>
 * Texts that a spreadsheet would take for a formula are made inert, see
 * {@link SpreadsheetText}.
 */
public final class CsvReport {

	private CsvReport() {
	}

	/**
	 * Renders a report.
	 * @param report the report
	 * @return UTF-8
	 */
	public static byte[] render(FederationReport report) {
		StringWriter text = new StringWriter();
		try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
			write(report, csv);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	private static void write(FederationReport report, CsvWriter csv) {
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
	}

	private static List<String> cells(List<@Nullable Object> row) {
		return row.stream().map(CsvReport::cell).toList();
	}

	static String cell(@Nullable Object value) {
		String text = FederationReport.text(value);
		return (value instanceof String) ? SpreadsheetText.inert(text) : text;
	}

}
