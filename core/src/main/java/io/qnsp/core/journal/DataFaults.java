package io.qnsp.core.journal;

import io.r2dbc.postgresql.api.PostgresqlException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a row that the table refuses from a database that does not work.
 */
final class DataFaults {

	private static final String DATA_EXCEPTION = "22";

	private static final String INTEGRITY_VIOLATION = "23";

	private static final String CHECK_VIOLATION = "23514";

	private static final String LIMIT_EXCEEDED = "54";

	private DataFaults() {
	}

	/**
	 * Whether one of the statement's rows is at fault, so that the others can be written
	 * without it.
	 * @param error what the statement ended with
	 * @return true for PostgreSQL's data exceptions, integrity violations and exceeded
	 * limits, except a missing partition, which every row would miss
	 */
	static boolean isDataFault(Throwable error) {
		for (@Nullable
		Throwable cause = error; cause != null; cause = cause.getCause()) {
			if (cause instanceof PostgresqlException refusal) {
				String code = refusal.getErrorDetails().getCode();
				boolean missingPartition = code.equals(CHECK_VIOLATION)
						&& refusal.getErrorDetails().getConstraintName().isEmpty();
				return !missingPartition && (code.startsWith(DATA_EXCEPTION) || code.startsWith(INTEGRITY_VIOLATION)
						|| code.startsWith(LIMIT_EXCEEDED));
			}
		}
		return false;
	}

	/**
	 * What is wrong, without the statement's text.
	 * @param error what the statement ended with
	 * @return the innermost message
	 */
	static String reason(Throwable error) {
		Throwable cause = error;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause.toString();
	}

}
