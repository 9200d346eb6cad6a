package io.qnsp.app.outbound;

import org.jspecify.annotations.Nullable;

/**
 * What a target answered; the body is dropped.
 *
 * @param status the HTTP status
 * @param retryAfter the header {@code Retry-After} as it came, or {@code null}
 */
public record OutboundAnswer(int status, @Nullable String retryAfter) {

}
