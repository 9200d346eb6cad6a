package io.qnsp.auth.token;

import java.util.List;
import java.util.Map;

import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.http.codec.FormHttpMessageReader;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/**
 * Reads a token request from {@code application/x-www-form-urlencoded}, as OAuth 2
 * clients send it. A parameter that comes twice is refused (RFC 6749, section 3.2).
 */
@Component
final class TokenFormReader implements HttpMessageReader<TokenRequest>, WebFluxConfigurer {

	private static final ResolvableType FORM = ResolvableType.forClassWithGenerics(MultiValueMap.class, String.class,
			String.class);

	private static final int MAX_BYTES = 16 * 1024;

	private final FormHttpMessageReader forms = new FormHttpMessageReader();

	TokenFormReader() {
		this.forms.setMaxInMemorySize(MAX_BYTES);
	}

	@Override
	public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
		configurer.customCodecs().register(this);
	}

	@Override
	public List<MediaType> getReadableMediaTypes() {
		return List.of(MediaType.APPLICATION_FORM_URLENCODED);
	}

	@Override
	public boolean canRead(ResolvableType elementType, @Nullable MediaType mediaType) {
		return elementType.resolve() == TokenRequest.class && mediaType != null
				&& MediaType.APPLICATION_FORM_URLENCODED.isCompatibleWith(mediaType);
	}

	@Override
	public Flux<TokenRequest> read(ResolvableType elementType, ReactiveHttpInputMessage message,
			Map<String, Object> hints) {
		return readMono(elementType, message, hints).flux();
	}

	@Override
	public Mono<TokenRequest> readMono(ResolvableType elementType, ReactiveHttpInputMessage message,
			Map<String, Object> hints) {
		return this.forms.readMono(FORM, message, hints).map(TokenFormReader::ofForm);
	}

	private static TokenRequest ofForm(MultiValueMap<String, String> form) {
		form.forEach((name, values) -> {
			if (values.size() > 1) {
				throw QnspException.badRequest(name, "%d values (expected: one)".formatted(values.size()));
			}
		});
		return new TokenRequest(form.getFirst("grant_type"), form.getFirst("client_id"), form.getFirst("client_secret"),
				form.getFirst("scope"), form.getFirst("audience"));
	}

}
