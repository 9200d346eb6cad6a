package io.qnsp.app.outbound;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import javax.net.ssl.SSLException;

import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.AddressResolverGroup;
import io.qnsp.core.error.Deadlines;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Sends requests to targets that tenants name. Each has a connection of its own, unless a
 * way to its target was opened, to an address that the rules permit; redirects are not
 * followed, no proxy is used, and the answer's body is dropped. Certificates and host
 * names are verified.
 */
public final class Outbound {

	private static final int CONNECT_MILLIS = 3_000;

	private static final Duration RESOLVE_WITHIN = Duration.ofSeconds(3);

	// Below what servers commonly keep an idle connection for.
	private static final Duration KEPT = Duration.ofSeconds(4);

	private final HttpClient client;

	private final SslContext tls;

	private final GuardedResolverGroup resolver;

	private final Duration limit;

	/**
	 * Creates the client. Reads the trusted certificates, so it is made at start-up.
	 * @param rules which addresses may be connected to
	 * @param limit how long a request may take, from the name to the answer
	 */
	public Outbound(TargetRules rules, Duration limit) {
		this.tls = trusted();
		HttpClient plain = HttpClient.newConnection();
		this.resolver = new GuardedResolverGroup(names(plain), rules);
		this.client = secured(plain, limit).keepAlive(false).disableRetry(true);
		this.limit = limit;
	}

	/**
	 * Opens a way to one target that keeps its connection for a few seconds, for one
	 * request after the other. The address is looked at whenever it connects anew.
	 * @param limit how long a request may take, from the name to the answer
	 * @return the way, to be closed
	 */
	public OutboundConnection open(Duration limit) {
		ConnectionProvider provider = ConnectionProvider.builder("outbound")
			.maxConnections(1)
			.maxIdleTime(KEPT)
			.pendingAcquireTimeout(limit)
			.build();
		return new OutboundConnection(secured(HttpClient.create(provider), limit), provider, limit);
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
		return OutboundConnection.request(this.client, target, headers, body)
			.response()
			.map((answer) -> answer.status().code())
			.timeout(this.limit, Deadlines.exceeded("The request to " + target.getHost(), this.limit));
	}

	private HttpClient secured(HttpClient plain, Duration longest) {
		return plain.resolver(this.resolver)
			.secure((ssl) -> ssl.sslContext(this.tls))
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
			.responseTimeout(longest)
			.followRedirect(false);
	}

	@SuppressWarnings("unchecked") // A resolver of names gives internet addresses.
	private static AddressResolverGroup<InetSocketAddress> names(HttpClient plain) {
		HttpClient named = plain.resolver((names) -> names.queryTimeout(RESOLVE_WITHIN));
		return (AddressResolverGroup<InetSocketAddress>) Objects.requireNonNull(named.configuration().resolver());
	}

	private static SslContext trusted() {
		try {
			return SslContextBuilder.forClient().build();
		}
		catch (SSLException ex) {
			throw new IllegalStateException("The trusted certificates can't be read", ex);
		}
	}

}
