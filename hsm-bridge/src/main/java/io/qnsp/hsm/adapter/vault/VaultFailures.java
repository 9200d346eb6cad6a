package io.qnsp.hsm.adapter.vault;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.azure.core.exception.HttpResponseException;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.adapter.vault.network.NoAnswerException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;

/**
 * What a failed call means. Nothing of the client's own exceptions is passed on: their
 * texts repeat answers, and an answer can hold what was unwrapped.
 */
final class VaultFailures {

	private static final int BAD_REQUEST = 400;

	private static final int UNAUTHORIZED = 401;

	private static final int FORBIDDEN = 403;

	private static final int NOT_FOUND = 404;

	private static final int TIMEOUT = 408;

	private static final int CONFLICT = 409;

	private static final int TOO_MANY = 429;

	private static final int SERVER = 500;

	private static final Pattern CODE = Pattern.compile("\"code\"\\s*:\\s*\"(\\w{1,64})\"");

	private VaultFailures() {
	}

	static HsmException of(Throwable error, String what) {
		return switch (error) {
			case HsmException known -> known;
			case HttpResponseException answer when answer.getResponse() != null -> new HsmException(
					problem(status(answer)), what + ": the vault answered " + status(answer) + code(answer));
			case NoAnswerException full when full.getCause() instanceof PoolAcquirePendingLimitException ->
				new HsmException(Problem.OVERLOADED, what + ": too many calls wait for this vault");
			case NoAnswerException none ->
				new HsmException(Problem.UNAVAILABLE, what + ": no answer from the vault (" + none.getMessage() + ")");
			default -> new HsmException(Problem.UNAVAILABLE,
					what + ": no usable answer from the vault (" + error.getClass().getSimpleName() + ")");
		};
	}

	static boolean isUnauthorized(Throwable error) {
		return status(error) == UNAUTHORIZED;
	}

	/**
	 * Whether the same call may succeed a moment later: a connection that broke, a
	 * server's own failure. What asks for patience is not repeated.
	 * @param error what the client said
	 * @return whether to repeat it
	 */
	static boolean isPassing(Throwable error) {
		return (error instanceof NoAnswerException none && none.getCause() instanceof IOException)
				|| status(error) >= SERVER;
	}

	private static int status(Throwable error) {
		return (error instanceof HttpResponseException answer && answer.getResponse() != null)
				? answer.getResponse().getStatusCode() : 0;
	}

	private static Problem problem(int status) {
		return switch (status) {
			case BAD_REQUEST -> Problem.INVALID_INPUT;
			case UNAUTHORIZED -> Problem.AUTHENTICATION;
			case NOT_FOUND -> Problem.KEY_MISSING;
			case TIMEOUT, CONFLICT, TOO_MANY -> Problem.UNAVAILABLE;
			case FORBIDDEN -> Problem.REFUSED;
			default -> (status >= SERVER) ? Problem.UNAVAILABLE : Problem.REFUSED;
		};
	}

	private static String code(HttpResponseException answer) {
		Matcher code = CODE.matcher(String.valueOf(answer.getMessage()));
		return code.find() ? " (" + code.group(1) + ")" : "";
	}

}
