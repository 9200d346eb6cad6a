package io.qnsp.app.database;

import java.util.Objects;

import io.r2dbc.spi.Readable;

final class TestRows {

	private TestRows() {
	}

	static String text(Readable row) {
		return Objects.requireNonNull(row.get(0, String.class));
	}

	static long number(Readable row) {
		return Objects.requireNonNull(row.get(0, Long.class));
	}

}
