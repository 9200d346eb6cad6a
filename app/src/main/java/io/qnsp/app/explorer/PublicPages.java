package io.qnsp.app.explorer;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Routes the public pages. A path is compared as a whole with those of the files, as it
 * was sent, neither decoded nor behind a service prefix, so there is no way to name
 * another file.
 */
@Configuration(proxyBeanMethods = false)
class PublicPages {

	private static final MediaType HTML = utf8("text", "html");

	private static final MediaType SCRIPT = utf8("text", "javascript");

	// One look into a map: every call of the API comes by here first.
	@Bean
	RouterFunction<ServerResponse> publicPageRoutes() {
		Map<String, HandlerFunction<ServerResponse>> pages = new HashMap<>();
		pages.put("/", (request) -> ServerResponse.status(HttpStatus.FOUND).location(URI.create("/explorer")).build());
		files().forEach((path, file) -> pages.put(path, serving(file)));
		return (request) -> reads(request) ? Mono.justOrEmpty(pages.get(request.requestPath().value())) : Mono.empty();
	}

	private static Map<String, PublicFile> files() {
		PublicFile document = PublicFile.read("openapi.json", MediaType.APPLICATION_JSON);
		PublicFile page = PublicFile.read("explorer/index.html", HTML);
		Map<String, PublicFile> files = new HashMap<>();
		files.put("/openapi.json", document);
		files.put("/v1/openapi.json", document);
		files.put("/explorer", page);
		files.put("/explorer/", page);
		files.put("/explorer/index.html", page);
		files.put("/explorer/explorer.css", PublicFile.read("explorer/explorer.css", utf8("text", "css")));
		files.put("/explorer/explorer.js", PublicFile.read("explorer/explorer.js", SCRIPT));
		files.put("/explorer/request.js", PublicFile.read("explorer/request.js", SCRIPT));
		files.put("/explorer/schema.js", PublicFile.read("explorer/schema.js", SCRIPT));
		files.put("/explorer/icon.svg", PublicFile.read("explorer/icon.svg", utf8("image", "svg+xml")));
		return files;
	}

	private static boolean reads(ServerRequest request) {
		return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
	}

	private static HandlerFunction<ServerResponse> serving(PublicFile file) {
		return (request) -> request.checkNotModified(file.tag()).switchIfEmpty(Mono.defer(() -> whole(request, file)));
	}

	private static Mono<ServerResponse> whole(ServerRequest request, PublicFile file) {
		ServerResponse.BodyBuilder answer = ServerResponse.ok()
			.contentType(file.type())
			.contentLength(file.content().length)
			.eTag(file.tag())
			.cacheControl(CacheControl.noCache());
		return request.method().equals(HttpMethod.HEAD) ? answer.build() : answer.bodyValue(file.content());
	}

	private static MediaType utf8(String type, String subtype) {
		return new MediaType(type, subtype, StandardCharsets.UTF_8);
	}

}
