package io.qnsp.audit.streaming;

import java.util.concurrent.atomic.AtomicReference;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * The client's socket, as far as a stream needs it. Spring's response takes up to 64
 * buffers ahead of the socket; the channel's own water mark is what tells whether the
 * client reads.
 */
final class ClientConnection {

	private static final String HANDLER = "qnsp.streaming.writability";

	private final Connection connection;

	private final Scheduler loop;

	private ClientConnection(Connection connection) {
		this.connection = connection;
		this.loop = Schedulers.fromExecutor(connection.channel().eventLoop());
	}

	/**
	 * The connection of a response of Reactor Netty.
	 */
	static ClientConnection of(ServerHttpResponse response) {
		AtomicReference<@Nullable Connection> found = new AtomicReference<>();
		HttpServerResponse server = ServerHttpResponseDecorator.getNativeResponse(response);
		server.withConnection(found::set);
		Connection connection = found.get();
		if (connection == null) {
			throw new IllegalStateException("The response has no connection");
		}
		return new ClientConnection(connection);
	}

	/**
	 * Calls back on the event loop whenever writing becomes possible or impossible.
	 */
	void onWritability(Runnable listener) {
		this.connection.addHandlerLast(HANDLER, new ChannelInboundHandlerAdapter() {

			@Override
			public void channelWritabilityChanged(ChannelHandlerContext context) {
				listener.run();
				context.fireChannelWritabilityChanged();
			}

		});
	}

	/**
	 * Ends the calls to the listener: the connection may serve another request.
	 */
	void release() {
		this.connection.removeHandler(HANDLER);
	}

	/**
	 * Whether the client reads fast enough to take more: at most 64 KiB wait for it.
	 */
	boolean isWritable() {
		return this.connection.channel().isWritable();
	}

	boolean isOnLoop() {
		return this.connection.channel().eventLoop().inEventLoop();
	}

	Scheduler loop() {
		return this.loop;
	}

	/**
	 * Closes the socket of a client that does not take the end of its stream.
	 */
	void abort() {
		// Nobody waits for it: closing cancels the stream, which releases what it holds.
		var _ = this.connection.channel().close();
	}

}
