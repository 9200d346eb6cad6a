package io.qnsp.audit.export;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.qnsp.core.caller.Authenticator;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.EventPosition;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpOutputMessage;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/**
 * Writes a handler's {@link ExportOrder} as the export itself, so that exports pass the
 * control pipeline like all other calls. A failure ends the connection: the client sees
 * that the file is not whole.
 */
@Component
final class ExportWriter implements HttpMessageWriter<ExportOrder>, WebFluxConfigurer {

	/** Where an export starts that goes on after this one. */
	static final String NEXT_CURSOR = "X-Next-Cursor";

	private static final String SCOPE = "read:audit";

	private final EventExports exports;

	private final OpenExports open;

	private final Authenticator authenticator;

	private final JsonMapper json;

	private final Clock clock;

	private final Duration stall;

	ExportWriter(EventExports exports, OpenExports open, Authenticator authenticator, JsonMapper json, Clock clock,
			ExportProperties properties) {
		this.exports = exports;
		this.open = open;
		this.authenticator = authenticator;
		this.json = json;
		this.clock = clock;
		this.stall = properties.stall();
	}

	@Override
	public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
		configurer.customCodecs().register(this);
	}

	// The format is a parameter; what Accept says of it is not asked.
	@Override
	public List<MediaType> getWritableMediaTypes() {
		return List.of(MediaType.ALL);
	}

	@Override
	public boolean canWrite(ResolvableType elementType, @Nullable MediaType mediaType) {
		return elementType.toClass() == ExportOrder.class;
	}

	@Override
	public Mono<Void> write(Publisher<? extends ExportOrder> orders, ResolvableType elementType,
			@Nullable MediaType mediaType, ReactiveHttpOutputMessage message, Map<String, Object> hints) {
		return Mono.from(orders)
			.flatMap((order) -> Mono.using(() -> this.open.begun(order.caller().tenantId()),
					(tenantId) -> write(order, (ServerHttpResponse) message), this.open::ended));
	}

	private Mono<Void> write(ExportOrder order, ServerHttpResponse response) {
		HttpHeaders headers = response.getHeaders();
		headers.setContentType(order.format().mediaType());
		headers.setContentDisposition(
				ContentDisposition.attachment().filename("audit-events." + order.format().extension()).build());
		if (order.next() != null) {
			headers.set(NEXT_CURSOR, order.next().toString());
		}
		// Tells nginx and those who follow it not to collect the answer.
		headers.set("X-Accel-Buffering", "no");
		ExportStream stream = new ExportStream(order.first(), (position) -> next(order, position),
				order.format().lines(this.json), response.bufferFactory(), this.clock);
		return Mono.firstWithSignal(response.writeAndFlushWith(stream.groups()), stream.stalled(this.stall));
	}

	private Mono<ExportBatch> next(ExportOrder order, EventPosition position) {
		return this.authenticator.authenticate(order.credential())
			.flatMap((fresh) -> maySee(fresh, order) ? this.exports.after(order, position) : Mono
				.error(new QnspException(ErrorCode.FORBIDDEN, "The caller may not read the events any more")));
	}

	private static boolean maySee(Caller fresh, ExportOrder order) {
		return fresh.hasScope(SCOPE) && fresh.maySee(order.caller().tenantId());
	}

}
