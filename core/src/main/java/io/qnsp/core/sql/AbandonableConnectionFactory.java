package io.qnsp.core.sql;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.R2dbcTransientResourceException;
import io.r2dbc.spi.Wrapped;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.core.InfrastructureProxy;

/**
 * Stops waiting for a connection when nobody wants the statement any more, although the
 * statement itself is never cancelled once it has one. For transactions it is the
 * connection factory that it wraps.
 */
final class AbandonableConnectionFactory implements ConnectionFactory, InfrastructureProxy, Wrapped<ConnectionFactory> {

	private static final Object KEY = AbandonableConnectionFactory.class;

	private final ConnectionFactory delegate;

	AbandonableConnectionFactory(ConnectionFactory delegate) {
		this.delegate = delegate;
	}

	/**
	 * Gives a chain its signal of abandonment.
	 */
	static Context with(Context context, Sinks.Empty<Void> abandoned) {
		return context.put(KEY, abandoned);
	}

	@Override
	public Publisher<? extends Connection> create() {
		return Mono.deferContextual(this::create);
	}

	private Mono<Connection> create(ContextView context) {
		Mono<Connection> connection = Mono.from(this.delegate.create());
		Sinks.Empty<Void> abandoned = context.getOrDefault(KEY, null);
		return (abandoned != null) ? connection.takeUntilOther(abandonment(abandoned)) : connection;
	}

	/**
	 * An error and not just an end: to Spring a transaction that begins with no
	 * connection has begun, and its work would run outside of any.
	 */
	private static Mono<Void> abandonment(Sinks.Empty<Void> abandoned) {
		return abandoned.asMono()
			.then(Mono.error(() -> new R2dbcTransientResourceException("Nobody waits for the connection any more")));
	}

	@Override
	public ConnectionFactoryMetadata getMetadata() {
		return this.delegate.getMetadata();
	}

	@Override
	public ConnectionFactory unwrap() {
		return this.delegate;
	}

	@Override
	public Object getWrappedObject() {
		return this.delegate;
	}

}
