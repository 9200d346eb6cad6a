package io.qnsp.core.sql;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import io.qnsp.core.error.QnspException;
import io.r2dbc.spi.R2dbcException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.CannotCreateTransactionException;

/**
 * Tells a database that can't answer now (503, retry) from a statement that it refuses.
 */
final class DatabaseFailures {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	/**
	 * SQLSTATE classes: connection, authorization of the session, insufficient resources,
	 * operator intervention (statement timeout and shutdown among it), system error.
	 */
	private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "28", "53", "57", "58");

	private static final String LOCK_NOT_AVAILABLE = "55P03";

	private DatabaseFailures() {
	}

	/**
	 * Translates a failure.
	 * @param error what a statement or a transaction ended with
	 * @return a 503 when the database did not answer in time, refused the connection or
	 * has gone; otherwise the error itself
	 */
	static Throwable translate(Throwable error) {
		return isUnavailable(error) ? QnspException.unavailable("The database does not answer", RETRY_AFTER, error)
				: error;
	}

	private static boolean isUnavailable(Throwable error) {
		// Whoever made another error of it has said what it means, the journal for one.
		if (!(error instanceof R2dbcException || error instanceof NestedRuntimeException
				|| error instanceof TimeoutException)) {
			return false;
		}
		String state = sqlState(error);
		if (state != null && state.length() == 5) {
			return UNAVAILABLE_CLASSES.contains(state.substring(0, 2)) || state.equals(LOCK_NOT_AVAILABLE);
		}
		return error instanceof DataAccessResourceFailureException || error instanceof QueryTimeoutException
				|| error instanceof TransientDataAccessResourceException
				|| error instanceof CannotCreateTransactionException || error instanceof TimeoutException;
	}

	private static @Nullable String sqlState(Throwable error) {
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			if (cause instanceof R2dbcException r2dbc && r2dbc.getSqlState() != null) {
				return r2dbc.getSqlState();
			}
		}
		return null;
	}

}
