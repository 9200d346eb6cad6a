package io.qnsp.app.error;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.R2dbcTransientException;
import org.jspecify.annotations.Nullable;

/**
 * Maps PostgreSQL's SQLSTATE families to what the caller is told (PostgreSQL manual,
 * appendix A). Constraint names and values stay inside.
 */
final class DatabaseErrors {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private DatabaseErrors() {
	}

	static Optional<QnspException> map(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof R2dbcException database) {
				return Optional.ofNullable(ofDatabase(database));
			}
			if (cause instanceof IOException) {
				return Optional.of(unavailable(cause));
			}
		}
		return Optional.empty();
	}

	private static @Nullable QnspException ofDatabase(R2dbcException ex) {
		String state = (ex.getSqlState() != null) ? ex.getSqlState() : "";
		if (state.equals("23505")) {
			return new QnspException(ErrorCode.ALREADY_EXISTS, "It is there already");
		}
		if (state.equals("23503") || state.equals("23001")) {
			return QnspException.conflict("Something it refers to is missing, or something still refers to it");
		}
		if (state.equals("22021")) {
			return QnspException.badRequest("request", "a text with a NUL character (expected: none)");
		}
		if (state.startsWith("40") || state.startsWith("53") || state.startsWith("55") || state.startsWith("57")
				|| state.startsWith("08")) {
			return unavailable(ex);
		}
		if (ex instanceof R2dbcTransientException || ex instanceof R2dbcTimeoutException
				|| ex instanceof R2dbcNonTransientResourceException) {
			return unavailable(ex);
		}
		return null;
	}

	private static QnspException unavailable(Throwable cause) {
		return QnspException.unavailable("The database does not answer", RETRY_AFTER, cause);
	}

}
