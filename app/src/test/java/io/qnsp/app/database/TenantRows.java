package io.qnsp.app.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;

/**
 * How to make a row of each tenant-owned table, from {@code isolation/rows.sql}.
 */
final class TenantRows {

	static final String FILE = "isolation/rows.sql";

	private static final Pattern ROW = Pattern.compile("-- ([a-z_]+)\n(INSERT INTO ([a-z_]+) [^;]+);");

	private final Map<String, String> statements = new LinkedHashMap<>();

	TenantRows() {
		try {
			String text = new ClassPathResource(FILE).getContentAsString(StandardCharsets.UTF_8);
			for (Matcher row = ROW.matcher(text); row.find();) {
				if (!row.group(1).equals(row.group(3))) {
					throw new IllegalStateException(FILE + ": " + row.group(1) + " is followed by " + row.group(3));
				}
				this.statements.put(row.group(1), row.group(2));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The tables in an order that satisfies the foreign keys.
	 */
	Iterable<String> tables() {
		return this.statements.keySet();
	}

	/**
	 * The statement that makes a tenant's row.
	 * @return the statement, or {@code null} when the file has none for the table
	 */
	@Nullable String insert(String table, UUID tenant) {
		String statement = this.statements.get(table);
		return (statement != null) ? statement.replace(":tenant", "'" + tenant + "'::uuid") : null;
	}

}
