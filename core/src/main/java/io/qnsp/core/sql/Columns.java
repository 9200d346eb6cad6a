package io.qnsp.core.sql;

import java.util.List;
import java.util.Objects;

import io.r2dbc.spi.Readable;

/**
 * Reads columns that are never null.
 */
public final class Columns {

	private Columns() {
	}

	/**
	 * Reads a column that is never null.
	 * @param <T> the column's type
	 * @param row the row
	 * @param name the column
	 * @param type the column's type
	 * @return the value
	 */
	public static <T> T required(Readable row, String name, Class<T> type) {
		return Objects.requireNonNull(row.get(name, type), name);
	}

	/**
	 * Reads a text column that is never null.
	 * @param row the row
	 * @param name the column
	 * @return the text
	 */
	public static String text(Readable row, String name) {
		return required(row, name, String.class);
	}

	/**
	 * Reads a text array that is never null.
	 * @param row the row
	 * @param name the column
	 * @return the texts, in the array's order
	 */
	public static List<String> texts(Readable row, String name) {
		return List.of(required(row, name, String[].class));
	}

}
