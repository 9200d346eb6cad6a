package io.qnsp.app.page;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

	private static final MediaType STYLE = utf8("text", "css");

	// The version is part of the name: another one is noticed at start.
	private static final String UPLOT = "META-INF/resources/webjars/uplot/1.6.30/dist/";

	// One look into a map: every call of the API comes by here first.
	@Bean
	RouterFunction<ServerResponse> publicPageRoutes() {
		Map<String, HandlerFunction<ServerResponse>> pages = new HashMap<>();
		pages.put("/", (request) -> ServerResponse.status(HttpStatus.FOUND).location(URI.create("/explorer")).build());
		files().forEach((path, file) -> pages.put(path, serving(file)));
		return (request) -> reads(request) ? Mono.justOrEmpty(pages.get(request.requestPath().value())) : Mono.empty();
	}

	private static Map<String, PublicFile> files() {
		PublicFile document = PublicFile.read("static/openapi.json", MediaType.APPLICATION_JSON);
		Map<String, PublicFile> files = new HashMap<>();
		files.put("/openapi.json", document);
		files.put("/v1/openapi.json", document);
		files.put("/page/icon.svg", PublicFile.read("static/page/icon.svg", utf8("image", "svg+xml")));
		files.put("/page/base.css", PublicFile.read("static/page/base.css", STYLE));
		files.putAll(scripts("/page", "element"));
		files.putAll(page("/explorer"));
		files.put("/explorer/explorer.css", PublicFile.read("static/explorer/explorer.css", STYLE));
		files.putAll(scripts("/explorer", "explorer", "request", "schema"));
		files.putAll(page("/console"));
		files.put("/console/console.css", PublicFile.read("static/console/console.css", STYLE));
		files.putAll(scripts("/console", "api", "app", "chart", "checkpoint", "counters", "events", "feed", "panels",
				"sse", "stream"));
		files.put("/console/uplot.css", PublicFile.read(UPLOT + "uPlot.min.css", STYLE));
		files.put("/console/uplot.js", PublicFile.read(UPLOT + "uPlot.esm.js", SCRIPT));
		return files;
	}

	private static Map<String, PublicFile> page(String path) {
		PublicFile page = PublicFile.read("static" + path + "/index.html", HTML);
		return Map.of(path, page, path + "/", page, path + "/index.html", page);
	}

	private static Map<String, PublicFile> scripts(String path, String... names) {
		return Stream.of(names)
			.map((name) -> path + '/' + name + ".js")
			.collect(Collectors.toMap(Function.identity(), (file) -> PublicFile.read("static" + file, SCRIPT)));
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
