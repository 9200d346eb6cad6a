package io.qnsp.app.web;

import io.qnsp.core.caller.CredentialText;
import io.qnsp.core.id.Ids;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Gives every exchange a request id: the caller's {@code X-Request-Id} when it is 1 to
 * 128 letters, digits, dots, dashes or underscores and no credential, a new UUIDv7
 * otherwise. It goes out on every answer and into logs and events.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class RequestId implements WebFilter {

	/** The header, in and out. */
	public static final String HEADER = "X-Request-Id";

	/** The Reactor context key that logging reads. */
	public static final String CONTEXT_KEY = "requestId";

	private static final int MAX_LENGTH = 128;

	private final Ids ids;

	RequestId(Ids ids) {
		this.ids = ids;
	}

	/**
	 * The id of an exchange that passed this filter.
	 * @param exchange the exchange
	 * @return the request id
	 */
	public static String of(ServerWebExchange exchange) {
		return exchange.getAttributeOrDefault(HEADER, "unknown");
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String given = exchange.getRequest().getHeaders().getFirst(HEADER);
		String id = (given != null && isAcceptable(given)) ? given : this.ids.next().toString();
		exchange.getAttributes().put(HEADER, id);
		exchange.getResponse().getHeaders().set(HEADER, id);
		return chain.filter(exchange).contextWrite((context) -> context.put(CONTEXT_KEY, id));
	}

	private static boolean isAcceptable(String id) {
		return !id.isEmpty() && id.length() <= MAX_LENGTH && id.chars().allMatch(RequestId::isAcceptable)
				&& !CredentialText.isIn(id);
	}

	private static boolean isAcceptable(int c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-'
				|| c == '_';
	}

}
