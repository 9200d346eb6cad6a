package io.qnsp.auth.federation.report.render;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A finished report.
 *
 * @param type such as {@code compliance}
 * @param title what people call it
 * @param start the first instant of the range
 * @param end the first instant after the range
 * @param providers the providers it is limited to; empty for all
 * @param generatedAt when it was made
 * @param sections its tables, in the order to be read
 */
public record FederationReport(String type, String title, Instant start, Instant end, List<String> providers,
		Instant generatedAt, List<Section> sections) {

	public FederationReport {
		providers = List.copyOf(providers);
		sections = List.copyOf(sections);
	}

	/**
	 * A table.
	 *
	 * @param name its field in JSON
	 * @param title what it shows
	 * @param columns the names of its columns
	 * @param rows its rows; a cell is a text, a number, an {@link Instant}, or
	 * {@code null} where there is nothing to say
	 */
	public record Section(String name, String title, List<String> columns, List<List<@Nullable Object>> rows) {

		public Section {
			columns = List.copyOf(columns);
			List<List<@Nullable Object>> copies = new ArrayList<>();
			rows.forEach((row) -> copies.add(Collections.unmodifiableList(new ArrayList<>(row))));
			rows = Collections.unmodifiableList(copies);
		}

	}

	/**
	 * A cell as text.
	 * @param cell the cell
	 * @return the text; empty for {@code null}
	 */
	static String text(@Nullable Object cell) {
		return (cell != null) ? cell.toString() : "";
	}

}
