package io.qnsp.audit.streaming;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpOutputMessage;
import org.springframework.http.codec.CodecConfigurer;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/**
 * Writes a handler's {@link StreamOrder} as the stream itself, so that streaming calls
 * pass the control pipeline like all others.
 */
@Component
final class EventStreamWriter implements HttpMessageWriter<StreamOrder>, WebFluxConfigurer {

	private final EventStreams streams;

	EventStreamWriter(EventStreams streams) {
		this.streams = streams;
	}

	@Override
	public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
		CodecConfigurer.CustomCodecs codecs = configurer.customCodecs();
		codecs.register(this);
	}

	@Override
	public List<MediaType> getWritableMediaTypes() {
		return List.of(MediaType.TEXT_EVENT_STREAM);
	}

	@Override
	public boolean canWrite(ResolvableType elementType, @Nullable MediaType mediaType) {
		return elementType.toClass() == StreamOrder.class
				&& (mediaType == null || mediaType.isCompatibleWith(MediaType.TEXT_EVENT_STREAM));
	}

	@Override
	public Mono<Void> write(Publisher<? extends StreamOrder> orders, ResolvableType elementType,
			@Nullable MediaType mediaType, ReactiveHttpOutputMessage message, Map<String, Object> hints) {
		return Mono.from(orders).flatMap((order) -> this.streams.serve(order, (ServerHttpResponse) message));
	}

}
