package io.qnsp.core.error;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A refusal or failure that the caller is told about. The message and the details go out
 * as they are: they name the offending value and what was expected, and never hold a
 * secret.
 *
 * <p>
 * Codes below 500 carry no stack trace: they describe the request, not the server.
 */
public final class QnspException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final ErrorCode code;

	private final transient Map<String, Object> details;

	private final @Nullable Duration retryAfter;

	/**
	 * Creates an exception.
	 * @param code the machine code
	 * @param message what is wrong and what was expected
	 * @param details machine-readable details, by field path or name
	 * @param retryAfter when a retry may succeed, or {@code null}
	 * @param cause the cause, or {@code null}
	 */
	public QnspException(ErrorCode code, String message, Map<String, Object> details, @Nullable Duration retryAfter,
			@Nullable Throwable cause) {
		super(message, cause, false, code.status() >= 500);
		this.code = Objects.requireNonNull(code, "code");
		this.details = Map.copyOf(details);
		this.retryAfter = retryAfter;
	}

	/**
	 * Creates an exception without details.
	 * @param code the machine code
	 * @param message what is wrong and what was expected
	 */
	public QnspException(ErrorCode code, String message) {
		this(code, message, Map.of(), null, null);
	}

	/**
	 * Creates an exception with details.
	 * @param code the machine code
	 * @param message what is wrong and what was expected
	 * @param details machine-readable details, by field path or name
	 */
	public QnspException(ErrorCode code, String message, Map<String, Object> details) {
		this(code, message, details, null, null);
	}

	/**
	 * A field of the request that is wrong.
	 * @param field the field's path, such as {@code conditions.riskScoreThreshold}
	 * @param problem the value and what was expected
	 * @return a 400
	 */
	public static QnspException badRequest(String field, String problem) {
		return new QnspException(ErrorCode.BAD_REQUEST, "Validation failed", Map.of(field, problem));
	}

	/**
	 * A thing that is not there, or is not the caller's.
	 * @param what the kind of thing, such as {@code risk policy}
	 * @param id the id that was asked for
	 * @return a 404
	 */
	public static QnspException notFound(String what, Object id) {
		return new QnspException(ErrorCode.NOT_FOUND, "No %s with id %s".formatted(what, id));
	}

	/**
	 * A request that is impossible in the current state.
	 * @param message the state and what was expected
	 * @return a 409
	 */
	public static QnspException conflict(String message) {
		return new QnspException(ErrorCode.CONFLICT, message);
	}

	/**
	 * A request that is well-formed and has no meaning.
	 * @param field the field's path
	 * @param problem the value and what was expected
	 * @return a 422
	 */
	public static QnspException unprocessable(String field, String problem) {
		return new QnspException(ErrorCode.UNPROCESSABLE_ENTITY, problem, Map.of(field, problem));
	}

	/**
	 * A dependency that does not answer, or a queue that is full.
	 * @param message what is unavailable
	 * @param retryAfter when a retry may succeed
	 * @param cause the cause, or {@code null}
	 * @return a 503
	 */
	public static QnspException unavailable(String message, Duration retryAfter, @Nullable Throwable cause) {
		return new QnspException(ErrorCode.SERVICE_UNAVAILABLE, message, Map.of(), retryAfter, cause);
	}

	/**
	 * The machine code.
	 * @return the code
	 */
	public ErrorCode code() {
		return this.code;
	}

	/**
	 * Machine-readable details.
	 * @return the details, empty when there are none
	 */
	public Map<String, Object> details() {
		return this.details;
	}

	/**
	 * When a retry may succeed.
	 * @return the time to wait, or {@code null} when nothing is known
	 */
	public @Nullable Duration retryAfter() {
		return this.retryAfter;
	}

	@Override
	public String getMessage() {
		return Objects.requireNonNull(super.getMessage());
	}

}
