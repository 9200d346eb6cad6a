package io.qnsp.app.error;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.JournalUnavailableException;
import io.qnsp.crypto.lane.LaneFullException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;

import org.springframework.beans.TypeMismatchException;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.server.MissingRequestValueException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebInputException;

/**
 * Maps any failure to what the caller is told. A failure that is nobody's known fault is
 * an {@link ErrorCode#INTERNAL_ERROR}, with the failure as its cause.
 */
public final class ErrorMapping {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private ErrorMapping() {
	}

	/**
	 * Maps a failure.
	 * @param failure what went wrong
	 * @return what the caller is told
	 */
	public static QnspException map(Throwable failure) {
		return switch (failure) {
			case QnspException known -> known;
			case JournalUnavailableException ex -> new QnspException(ErrorCode.AUDIT_UNAVAILABLE,
					"The audit event could not be written, so nothing was done", Map.of(), RETRY_AFTER, ex);
			case LaneFullException ex ->
				QnspException.unavailable("The crypto engine is at capacity", ex.retryAfter(), ex);
			case TimeoutException ex -> QnspException.unavailable("The call took too long", RETRY_AFTER, ex);
			case DataBufferLimitException ex -> tooLarge();
			case WebExchangeBindException ex -> invalid(ex);
			case HandlerMethodValidationException ex -> invalid(ex);
			case MissingRequestValueException ex ->
				QnspException.badRequest(ex.getName(), "missing (expected: " + ex.getLabel() + ")");
			case ServerWebInputException ex -> unreadable(ex);
			case ResponseStatusException ex -> byStatus(ex.getStatusCode());
			// The answer has a media type that the caller does not accept.
			case HttpMessageNotWritableException ex -> byStatus(HttpStatus.NOT_ACCEPTABLE);
			case DecodingException ex -> unreadableBody(ex);
			// Beyond the parser's limits, which it notices only when the value is looked
			// at.
			case StreamConstraintsException ex -> QnspException.badRequest("body", "malformed JSON");
			case ServerExchangeRejectedException ex -> QnspException.badRequest("request",
					"not acceptable (expected: a normalized path, and no control characters in path, query or headers)");
			default -> DatabaseErrors.map(failure).orElseGet(() -> unknown(failure));
		};
	}

	/**
	 * What a call is worth whose client hung up while its request was read. Not part of
	 * {@link #map}: a database connection that is lost ends with the same exception.
	 * @return a 400 that nobody waits for, for the journal and the log
	 */
	public static QnspException cutOff() {
		return QnspException.badRequest("request", "cut off (expected: a whole request; the connection was closed)");
	}

	private static QnspException tooLarge() {
		return new QnspException(ErrorCode.PAYLOAD_TOO_LARGE, "The body is larger than this server reads");
	}

	private static QnspException invalid(WebExchangeBindException ex) {
		Map<String, Object> details = new LinkedHashMap<>();
		for (FieldError error : ex.getFieldErrors()) {
			details.putIfAbsent(error.getField(), String.valueOf(error.getDefaultMessage()));
		}
		ex.getGlobalErrors()
			.forEach((error) -> details.putIfAbsent(error.getObjectName(), String.valueOf(error.getDefaultMessage())));
		return new QnspException(ErrorCode.BAD_REQUEST, "Validation failed", details);
	}

	private static QnspException invalid(HandlerMethodValidationException ex) {
		Map<String, Object> details = new LinkedHashMap<>();
		ex.getParameterValidationResults().forEach((result) -> result.getResolvableErrors().forEach((error) -> {
			String name = result.getMethodParameter().getParameterName();
			String field = (error instanceof FieldError fieldError) ? fieldError.getField() : String.valueOf(name);
			details.putIfAbsent(field, String.valueOf(error.getDefaultMessage()));
		}));
		return new QnspException(ErrorCode.BAD_REQUEST, "Validation failed", details);
	}

	private static QnspException unreadable(ServerWebInputException ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof DataBufferLimitException) {
				return tooLarge();
			}
			if (cause instanceof DecodingException decoding) {
				return unreadableBody(decoding);
			}
			if (cause instanceof TypeMismatchException mismatch) {
				String name = (ex.getMethodParameter() != null) ? ex.getMethodParameter().getParameterName() : null;
				String type = (mismatch.getRequiredType() != null) ? mismatch.getRequiredType().getSimpleName()
						: "another type";
				return QnspException.badRequest((name != null) ? name : "parameter",
						"not readable (expected: " + type + ")");
			}
		}
		boolean body = ex.getReason() != null && ex.getReason().contains("body");
		return body ? QnspException.badRequest("body", "missing (expected: a JSON object)")
				: QnspException.badRequest("request", "not readable");
	}

	private static QnspException unreadableBody(DecodingException ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof QnspException known) {
				return known;
			}
			if (cause instanceof DatabindException databind && !databind.getPath().isEmpty()) {
				return QnspException.badRequest(JsonPaths.of(databind), JsonPaths.expectation(databind));
			}
			if (cause instanceof InputCoercionException number && !number.getPath().isEmpty()) {
				return QnspException.badRequest(JsonPaths.of(number), "out of range (expected: a smaller number)");
			}
			if (cause instanceof JacksonException) {
				return QnspException.badRequest("body", "malformed JSON");
			}
		}
		return QnspException.badRequest("body", "not readable");
	}

	private static QnspException byStatus(HttpStatusCode status) {
		return switch (status.value()) {
			case 404 -> new QnspException(ErrorCode.NOT_FOUND, "There is nothing at this path");
			case 405 -> new QnspException(ErrorCode.METHOD_NOT_ALLOWED, "The path does not take this method");
			case 406 -> new QnspException(ErrorCode.NOT_ACCEPTABLE,
					"No representation that the Accept header allows (expected: application/json)");
			case 413 -> tooLarge();
			case 415 -> new QnspException(ErrorCode.UNSUPPORTED_MEDIA_TYPE,
					"The Content-Type is not one this endpoint reads (expected: application/json)");
			case 503 -> QnspException.unavailable("The server is not ready", RETRY_AFTER, null);
			default -> new QnspException(status.is4xxClientError() ? ErrorCode.BAD_REQUEST : ErrorCode.INTERNAL_ERROR,
					status.is4xxClientError() ? "The request is not readable" : "The server failed");
		};
	}

	private static QnspException unknown(Throwable failure) {
		if (failure instanceof DataAccessResourceFailureException) {
			return QnspException.unavailable("The database does not answer", RETRY_AFTER, failure);
		}
		return new QnspException(ErrorCode.INTERNAL_ERROR, "The server failed; quote the request id", Map.of(), null,
				failure);
	}

}
