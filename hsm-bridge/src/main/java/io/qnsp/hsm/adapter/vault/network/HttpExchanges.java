package io.qnsp.hsm.adapter.vault.network;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.FluxUtil;
import io.netty.handler.codec.http.HttpMethod;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * How Azure's clients send a request: over Reactor Netty, with the whole answer read
 * before anybody sees it. Their own adapter to Netty hands out answers that are still
 * being read, and those that nobody reads to the end, as after a refused login, leak.
 */
final class HttpExchanges implements com.azure.core.http.HttpClient {

	private static final int MOST_BYTES = 4 << 20;

	private final HttpClient http;

	HttpExchanges(HttpClient http) {
		this.http = http;
	}

	@Override
	public Mono<HttpResponse> send(HttpRequest request) {
		return body(request)
			.flatMap((body) -> receiver(request, body)
				.response((response, content) -> answer(request, response, content))
				.next())
			.onErrorMap(Exception.class, NoAnswerException::new);
	}

	private static Mono<byte[]> body(HttpRequest request) {
		Flux<ByteBuffer> body = request.getBody();
		return (body != null) ? FluxUtil.collectBytesInByteBufferStream(body) : Mono.just(new byte[0]);
	}

	private HttpClient.ResponseReceiver<?> receiver(HttpRequest request, byte[] body) {
		HttpClient.RequestSender sender = this.http
			.headers((headers) -> request.getHeaders()
				.stream()
				.forEach((each) -> headers.set(each.getName(), each.getValuesList())))
			.request(HttpMethod.valueOf(request.getHttpMethod().toString()))
			.uri(request.getUrl().toString());
		return (body.length == 0) ? sender : sender.send((sent, outbound) -> {
			sent.header(HttpHeaderName.CONTENT_LENGTH.getCaseSensitiveName(), String.valueOf(body.length));
			return outbound.sendByteArray(Mono.just(body));
		});
	}

	private static Mono<HttpResponse> answer(HttpRequest request, HttpClientResponse response, ByteBufFlux content) {
		HttpHeaders headers = new HttpHeaders();
		response.responseHeaders()
			.forEach((each) -> headers.add(HttpHeaderName.fromString(each.getKey()), each.getValue()));
		return content.asByteArray()
			.collect(ByteArrayOutputStream::new, HttpExchanges::add)
			.map((body) -> new HttpAnswer(request, response.status().code(), headers, body.toByteArray()));
	}

	private static void add(ByteArrayOutputStream all, byte[] part) {
		if (all.size() + part.length > MOST_BYTES) {
			throw new IllegalStateException("an answer of more than " + MOST_BYTES + " bytes");
		}
		all.writeBytes(part);
	}

}
