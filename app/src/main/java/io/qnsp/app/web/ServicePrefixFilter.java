package io.qnsp.app.web;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Serves the paths that the reference lists as {@code /v1/...} under their service's
 * prefix too: {@code /vault}, {@code /ai} or {@code /audit} in front of {@code /v1/}
 * becomes the request's context path. The control pipeline then refuses a prefix that is
 * not the endpoint's own service.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
public final class ServicePrefixFilter implements WebFilter {

	private static final Set<String> PREFIXES = Set.of("vault", "ai", "audit");

	private static final String ATTRIBUTE = ServicePrefixFilter.class.getName();

	/**
	 * The service prefix an exchange came in with.
	 * @param exchange the exchange
	 * @return the service's name, or {@code null} when the path had no prefix
	 */
	public static @Nullable String prefixOf(ServerWebExchange exchange) {
		return exchange.getAttribute(ATTRIBUTE);
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String path = exchange.getRequest().getPath().value();
		int second = path.indexOf('/', 1);
		if (second < 0 || !path.startsWith("/v1/", second)) {
			return chain.filter(exchange);
		}
		String prefix = path.substring(1, second);
		if (!PREFIXES.contains(prefix)) {
			return chain.filter(exchange);
		}
		exchange.getAttributes().put(ATTRIBUTE, prefix);
		ServerHttpRequest request = exchange.getRequest().mutate().contextPath("/" + prefix).build();
		return chain.filter(exchange.mutate().request(request).build());
	}

}
