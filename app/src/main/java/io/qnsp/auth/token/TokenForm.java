package io.qnsp.auth.token;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import io.qnsp.core.error.QnspException;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * Reads a token request from {@code application/x-www-form-urlencoded}, as OAuth 2
 * clients send it. Not by {@code ServerWebExchange.getFormData()} or
 * {@code DataBufferUtils.join}: these release the buffer that exceeds their bound when it
 * is discarded, and so does Spring's writer of the answer, inside of which a handler's
 * Mono runs. Released twice, it makes Netty reset the connection instead of answering.
 */
final class TokenForm {

	private static final int MAX_BYTES = 16 * 1024;

	private TokenForm() {
	}

	/**
	 * Reads the form.
	 * @param request the request
	 * @return the token request; an error of status 400 when the form is malformed or a
	 * parameter comes twice (RFC 6749, section 3.2), of status 413 when it has more than
	 * 16 KiB
	 */
	static Mono<TokenRequest> read(ServerHttpRequest request) {
		return request.getBody()
			.map(TokenForm::take)
			.collect(ByteArrayOutputStream::new, TokenForm::add)
			.map((bytes) -> parse(bytes.toString(StandardCharsets.UTF_8)));
	}

	static TokenRequest parse(String form) {
		Map<String, String> values = new HashMap<>();
		for (String pair : form.split("&", -1)) {
			int equals = pair.indexOf('=');
			String name = decode((equals < 0) ? pair : pair.substring(0, equals));
			String value = (equals < 0) ? "" : decode(pair.substring(equals + 1));
			if (values.putIfAbsent(name, value) != null) {
				throw QnspException.badRequest(name.isEmpty() ? "body" : name, "several values (expected: one)");
			}
		}
		return new TokenRequest(values.get("grant_type"), values.get("client_id"), values.get("client_secret"),
				values.get("scope"), values.get("audience"));
	}

	private static byte[] take(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private static void add(ByteArrayOutputStream all, byte[] bytes) {
		if (all.size() + bytes.length > MAX_BYTES) {
			throw new DataBufferLimitException("The form has more than " + MAX_BYTES + " bytes");
		}
		all.writeBytes(bytes);
	}

	private static String decode(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw QnspException.badRequest("body", "malformed form (expected: percent-encoded UTF-8)");
		}
	}

}
