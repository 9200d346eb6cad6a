package io.qnsp.app.ratelimit;

import java.util.Map;

import io.qnsp.app.ratelimit.RateLimits.Taken;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;

import org.springframework.http.HttpHeaders;

/**
 * Turns a rate-limit decision into HTTP: the headers of every answer and the refusal.
 */
public final class RateLimitHeaders {

	private RateLimitHeaders() {
	}

	/**
	 * Writes the headers.
	 * @param headers the answer's headers
	 * @param taken the decision
	 */
	public static void write(HttpHeaders headers, Taken taken) {
		headers.set("X-RateLimit-Limit", Long.toString(taken.limit()));
		headers.set("X-RateLimit-Remaining", Long.toString(taken.remaining()));
		headers.set("X-RateLimit-Reset", Long.toString(taken.resetAt()));
	}

	/**
	 * The refusal of a call that found no token.
	 * @param taken the decision
	 * @return a 429
	 */
	public static QnspException refusal(Taken taken) {
		long seconds = Math.max(1, taken.retryAfter().plusMillis(999).toSeconds());
		return new QnspException(ErrorCode.TOO_MANY_REQUESTS,
				"The rate limit of %s is used up".formatted(taken.group()),
				Map.of("routeId", taken.group(), "limit", taken.limit(), "retryAfter", seconds),
				java.time.Duration.ofSeconds(seconds), null);
	}

}
