package io.qnsp.app.error;

import java.time.Instant;
import java.util.Map;

import io.qnsp.core.error.QnspException;

/**
 * The body of every error answer.
 *
 * @param statusCode the HTTP status
 * @param error the machine code
 * @param code the machine code again, for clients that look here
 * @param message what is wrong and what was expected
 * @param details machine-readable details by field path or name
 * @param requestId the call's id
 * @param timestamp when, UTC
 */
public record ErrorBody(int statusCode, String error, String code, String message, Map<String, Object> details,
		String requestId, Instant timestamp) {

	static ErrorBody of(QnspException problem, String requestId, Instant timestamp) {
		String code = problem.code().name();
		return new ErrorBody(problem.code().status(), code, code, problem.getMessage(), problem.details(), requestId,
				timestamp);
	}

}
