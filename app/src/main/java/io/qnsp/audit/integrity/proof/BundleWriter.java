package io.qnsp.audit.integrity.proof;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

import io.qnsp.core.sql.TenantContext;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpOutputMessage;
import org.springframework.http.codec.CodecConfigurer;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/**
 * Sends an export as JSON Lines, as fast as the client takes it. Breaking off is told by
 * the missing last line.
 */
@Component
final class BundleWriter implements HttpMessageWriter<BundleOrder>, WebFluxConfigurer {

	private static final MediaType JSON_LINES = MediaType.parseMediaType("application/x-ndjson");

	private final Bundles bundles;

	private final JsonMapper json;

	BundleWriter(Bundles bundles, JsonMapper json) {
		this.bundles = bundles;
		this.json = json;
	}

	@Override
	public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
		CodecConfigurer.CustomCodecs codecs = configurer.customCodecs();
		codecs.register(this);
	}

	@Override
	public List<MediaType> getWritableMediaTypes() {
		return List.of(JSON_LINES);
	}

	@Override
	public boolean canWrite(ResolvableType elementType, @Nullable MediaType mediaType) {
		return elementType.toClass() == BundleOrder.class;
	}

	@Override
	public Mono<Void> write(Publisher<? extends BundleOrder> orders, ResolvableType elementType,
			@Nullable MediaType mediaType, ReactiveHttpOutputMessage message, Map<String, Object> hints) {
		return Mono.from(orders).flatMap((order) -> {
			message.getHeaders().setContentType(JSON_LINES);
			message.getHeaders()
				.set(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"checkpoints-%d-%d.jsonl\""
					.formatted(order.from().sequence(), order.to().sequence()));
			DataBufferFactory buffers = message.bufferFactory();
			return message.writeAndFlushWith(this.bundles.lines(order)
				.map((lines) -> Flux.just(encoded(lines, buffers)))
				.contextWrite(TenantContext.with(order.tenantId())));
		});
	}

	private DataBuffer encoded(List<Map<String, Object>> lines, DataBufferFactory buffers) {
		ByteArrayOutputStream out = new ByteArrayOutputStream(lines.size() * 1_024);
		for (Map<String, Object> line : lines) {
			out.writeBytes(this.json.writeValueAsBytes(line));
			out.write('\n');
		}
		return buffers.wrap(out.toByteArray());
	}

}
