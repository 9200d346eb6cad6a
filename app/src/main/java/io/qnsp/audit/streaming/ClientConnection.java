package io.qnsp.audit.streaming;

import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;

/**
 * The client's socket, for a stream that writes to it itself. An open stream that kept
 * the call's reactive chain would hold all that Spring made for the call, some 20 KiB. So
 * the call ends after the first bytes like any other, and this handler holds back the end
 * of the answer until the stream is over. To the HTTP layers below, the answer goes on.
 *
 * <p>
 * What is not said otherwise belongs to the connection's event loop.
 */
final class ClientConnection extends ChannelOutboundHandlerAdapter {

	private static final String HANDLER = "qnsp.streaming";

	// What the kernel may hold for a client, so that slow ones cannot take megabytes; it
	// takes more only when a third is free, so this is also how fine progress is seen.
	private static final int KERNEL_BUFFER = 64 * 1024;

	private final Channel channel;

	private final ChannelFutureListener whenClosed = (channel) -> closed();

	private @Nullable Listener listener;

	private @Nullable ChannelHandlerContext context;

	private @Nullable Object end;

	private @Nullable ChannelPromise endWritten;

	private boolean over;

	private long left;

	// Since when the socket has taken nothing of what was written, or 0; for every
	// thread.
	private volatile long waitingSince;

	private ClientConnection(Channel channel) {
		this.channel = channel;
	}

	/**
	 * What a stream is told, on the event loop.
	 */
	interface Listener {

		/** The call has ended: the connection is the stream's. */
		void opened();

		/** The socket has taken what was written. */
		void writable();

		/** The connection is closed, or the answer has no place for a stream. */
		void closed();

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
		return new ClientConnection(connection.channel());
	}

	EventLoop loop() {
		return this.channel.eventLoop();
	}

	/**
	 * Takes the connection for a stream, before anything is written.
	 */
	void takeFor(Listener stream) {
		this.listener = stream;
		// First, since a closed channel has lost its handlers and the rest would fail.
		this.channel.closeFuture().addListener(this.whenClosed);
		this.channel.config().setOption(ChannelOption.SO_SNDBUF, KERNEL_BUFFER);
		this.channel.pipeline().addBefore(NettyPipeline.ReactiveBridge, HANDLER, this);
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		this.context = context;
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof FullHttpResponse) {
			// A HEAD, or a failure before the first byte: there is no body to go on with.
			var _ = context.write(message, promise);
			finish();
		}
		else if (message instanceof LastHttpContent && !this.over && this.endWritten == null) {
			this.end = message;
			this.endWritten = promise;
			forgetRequest();
			tell(Listener::opened);
		}
		else {
			// Whoever wrote it looks at the promise.
			var _ = context.write(message, promise);
		}
	}

	private void tell(Consumer<Listener> news) {
		Listener listener = this.listener;
		if (listener != null) {
			news.accept(listener);
		}
	}

	// The request's headers hold the credential, which can have 5 KB.
	private void forgetRequest() {
		if (ChannelOperations.get(this.channel) instanceof HttpServerRequest request) {
			request.requestHeaders().clear();
		}
	}

	/**
	 * Whether the socket has not taken yet what was written.
	 */
	boolean isWaiting() {
		return this.waitingSince != 0;
	}

	/**
	 * For how long the socket has taken nothing of what was written, as of the last look;
	 * looks again. From any thread.
	 * @return milliseconds, 0 when nothing waits
	 */
	long waiting(long now) {
		long since = this.waitingSince;
		if (since == 0) {
			return 0;
		}
		loop().execute(() -> look(now));
		return now - since;
	}

	/**
	 * Whether nothing at all has come from the other side, although it owes an
	 * acknowledgement: its machine or the way to it is gone. A client that does not read
	 * acknowledges, and so does not count; TCP_USER_TIMEOUT would take it for dead. Known
	 * only where the transport is epoll.
	 */
	boolean isUnacknowledged(long deadAfter) {
		if (!(this.channel instanceof EpollSocketChannel socket) || !socket.isActive()) {
			return false;
		}
		EpollTcpInfo info = socket.tcpInfo();
		return info.unacked() > 0 && info.lastAckRecv() > deadAfter;
	}

	private void look(long now) {
		ChannelOutboundBuffer buffer = this.channel.unsafe().outboundBuffer();
		if (!isWaiting() || buffer == null) {
			return;
		}
		long left = buffer.totalPendingWriteBytes() - buffer.currentProgress();
		if (left != this.left) {
			this.left = left;
			this.waitingSince = now;
		}
	}

	ByteBuf allocate(int capacity) {
		return this.channel.alloc().directBuffer(capacity);
	}

	/**
	 * Writes and flushes; only when nothing {@linkplain #isWaiting() waits}.
	 */
	void write(ByteBuf bytes, long now) {
		ChannelHandlerContext context = this.context;
		if (context == null || this.over) {
			bytes.release();
			return;
		}
		ChannelFuture written = context.writeAndFlush(bytes);
		if (written.isDone()) {
			return;
		}
		this.waitingSince = now;
		written.addListener((done) -> {
			this.waitingSince = 0;
			tell(Listener::writable);
		});
	}

	/**
	 * Ends the answer: the connection may serve another request.
	 */
	void finish() {
		if (this.over) {
			return;
		}
		this.over = true;
		this.channel.closeFuture().removeListener(this.whenClosed);
		ChannelHandlerContext context = this.context;
		if (context != null && !context.isRemoved()) {
			if (this.end != null && this.endWritten != null) {
				var _ = context.writeAndFlush(this.end, this.endWritten);
			}
			context.pipeline().remove(this);
		}
		tell(Listener::closed);
	}

	/**
	 * Lets the connection go when no stream came of the call, from any thread; what is
	 * written after this is not held back.
	 */
	void giveUp() {
		if (loop().inEventLoop()) {
			finish();
		}
		else if (this.channel.isActive()) {
			// Otherwise it is closed, or about to be told so.
			loop().execute(this::finish);
		}
	}

	private void closed() {
		this.over = true;
		this.waitingSince = 0;
		if (this.endWritten != null) {
			this.endWritten.tryFailure(new ClosedChannelException());
		}
		tell(Listener::closed);
	}

	/**
	 * Closes the socket of a client that does not read, from any thread. What the kernel
	 * holds for it is dropped with it.
	 */
	void abort() {
		this.channel.config().setOption(ChannelOption.SO_LINGER, 0);
		// Nobody waits for it: whoever held something is told when it is closed.
		var _ = this.channel.close();
	}

}
