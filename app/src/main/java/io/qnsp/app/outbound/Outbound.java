package io.qnsp.app.outbound;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import javax.net.ssl.SSLException;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.AddressResolverGroup;
import io.qnsp.core.error.Deadlines;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/**
 * Sends requests to targets that tenants name. Each has a connection of its own, to an
 * address that the rules permit; redirects are not followed, nothing is tried again, no
 * proxy is used, and the answer's body is dropped. Certificates and host names are
 * verified.
 */
public final class Outbound {

	private static final int CONNECT_MILLIS = 3_000;

	// Shorter than what servers keep an idle connection for.
	private static final Duration KEPT_IDLE = Duration.ofSeconds(15);

	private static final Duration RESOLVE_WITHIN = Duration.ofSeconds(3);

	private final AddressResolverGroup<InetSocketAddress> resolver;

	private final SslContext tls;

	private final HttpClient client;

	private final Duration limit;

	/**
	 * Creates the client. Reads the trusted certificates, so it is made at start-up.
	 * @param rules which addresses may be connected to
	 * @param limit how long a request may take, from the name to the answer
	 */
	public Outbound(TargetRules rules, Duration limit) {
		this.resolver = resolver(rules);
		this.tls = trustedCertificates();
		this.client = guarded(HttpClient.newConnection(), limit).keepAlive(false);
		this.limit = limit;
	}

	/**
	 * Connections to one target that are kept for further requests. Their addresses are
	 * looked at as well.
	 * @param name the connections' name
	 * @param connections how many at most
	 * @return the pool, to be disposed
	 */
	public OutboundPool pool(String name, int connections) {
		ConnectionProvider provider = ConnectionProvider.builder(name)
			.maxConnections(connections)
			.pendingAcquireTimeout(this.limit)
			.maxIdleTime(KEPT_IDLE)
			.evictInBackground(KEPT_IDLE)
			.build();
		return new OutboundPool(guarded(HttpClient.create(provider), this.limit), provider, this.limit);
	}

	/**
	 * Posts to a target.
	 * @param target a URL that {@link TargetRules#problem} has nothing against
	 * @param headers the request's headers
	 * @param body the request's body, never larger than what is kept in memory anyway
	 * @return the answer's status, whatever it is; a {@link ForbiddenTargetException}
	 * when the host has an address that is not permitted, an {@link java.io.IOException}
	 * when it can't be reached, a {@link java.util.concurrent.TimeoutException} when it
	 * is late
	 */
	public Mono<Integer> post(URI target, Map<String, String> headers, byte[] body) {
		return this.client.headers((all) -> {
			headers.forEach(all::set);
			all.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
		})
			.post()
			.uri(target)
			.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(body)))
			.response()
			.map(Outbound::status)
			.timeout(this.limit, Deadlines.exceeded("The request to " + target.getHost(), this.limit));
	}

	private static Integer status(HttpClientResponse response) {
		return response.status().code();
	}

	private HttpClient guarded(HttpClient base, Duration answerWithin) {
		return base.resolver(this.resolver)
			.secure((ssl) -> ssl.sslContext(this.tls))
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
			.responseTimeout(answerWithin)
			.followRedirect(false)
			.disableRetry(true);
	}

	@SuppressWarnings("unchecked") // A resolver of names gives internet addresses.
	private static AddressResolverGroup<InetSocketAddress> resolver(TargetRules rules) {
		HttpClient named = HttpClient.newConnection().resolver((names) -> names.queryTimeout(RESOLVE_WITHIN));
		return new GuardedResolverGroup(
				(AddressResolverGroup<InetSocketAddress>) Objects.requireNonNull(named.configuration().resolver()),
				rules);
	}

	private static SslContext trustedCertificates() {
		try {
			return SslContextBuilder.forClient().build();
		}
		catch (SSLException ex) {
			throw new IllegalStateException("The trusted certificates can't be read", ex);
		}
	}

}
