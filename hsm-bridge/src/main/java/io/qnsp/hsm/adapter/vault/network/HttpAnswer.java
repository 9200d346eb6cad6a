package io.qnsp.hsm.adapter.vault.network;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** An answer that has been read. */
final class HttpAnswer extends HttpResponse {

	private final int status;

	private final HttpHeaders headers;

	private final byte[] body;

	HttpAnswer(HttpRequest request, int status, HttpHeaders headers, byte[] body) {
		super(request);
		this.status = status;
		this.headers = headers;
		this.body = body;
	}

	@Override
	public int getStatusCode() {
		return this.status;
	}

	@Override
	@Deprecated
	public @Nullable String getHeaderValue(String name) {
		return this.headers.getValue(HttpHeaderName.fromString(name));
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public Flux<ByteBuffer> getBody() {
		return Flux.defer(() -> Flux.just(ByteBuffer.wrap(this.body)));
	}

	@Override
	public BinaryData getBodyAsBinaryData() {
		return BinaryData.fromBytes(this.body);
	}

	@Override
	public Mono<byte[]> getBodyAsByteArray() {
		return Mono.just(this.body);
	}

	@Override
	public Mono<String> getBodyAsString() {
		return getBodyAsString(StandardCharsets.UTF_8);
	}

	@Override
	public Mono<String> getBodyAsString(Charset charset) {
		return Mono.fromSupplier(() -> new String(this.body, charset));
	}

	@Override
	public HttpResponse buffer() {
		return this;
	}

}
