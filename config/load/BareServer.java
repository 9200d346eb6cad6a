import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;

/**
 * What every ratio is measured against: a Reactor Netty handler that answers a constant
 * and does nothing else.
 */
public final class BareServer {

	private static final ByteBuf ANSWER = Unpooled
		.unreleasableBuffer(Unpooled.copiedBuffer("{\"status\":\"ok\"}", StandardCharsets.UTF_8));

	private BareServer() {
	}

	/**
	 * Serves until it is stopped.
	 * @param args the port
	 */
	public static void main(String[] args) {
		HttpServer.create()
			.host("127.0.0.1")
			.port(Integer.parseInt(args[0]))
			.handle((request, response) -> request.receive()
				.then(response.header("Content-Type", "application/json")
					.send(Mono.fromSupplier(ANSWER::duplicate))
					.then()))
			.bindNow()
			.onDispose()
			.block();
	}

}
