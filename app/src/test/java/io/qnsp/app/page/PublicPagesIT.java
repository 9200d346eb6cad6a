package io.qnsp.app.page;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.qnsp.app.testing.QnspServerTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class PublicPagesIT {

	@Autowired
	private WebTestClient client;

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@CsvSource({ "/openapi.json, application/json, static/openapi.json",
			"/v1/openapi.json, application/json, static/openapi.json",
			"/page/base.css, text/css;charset=UTF-8, static/page/base.css",
			"/page/element.js, text/javascript;charset=UTF-8, static/page/element.js",
			"/page/icon.svg, image/svg+xml;charset=UTF-8, static/page/icon.svg",
			"/explorer, text/html;charset=UTF-8, static/explorer/index.html",
			"/explorer/, text/html;charset=UTF-8, static/explorer/index.html",
			"/explorer/index.html, text/html;charset=UTF-8, static/explorer/index.html",
			"/explorer/explorer.css, text/css;charset=UTF-8, static/explorer/explorer.css",
			"/explorer/explorer.js, text/javascript;charset=UTF-8, static/explorer/explorer.js",
			"/explorer/request.js, text/javascript;charset=UTF-8, static/explorer/request.js",
			"/explorer/schema.js, text/javascript;charset=UTF-8, static/explorer/schema.js",
			"/console, text/html;charset=UTF-8, static/console/index.html",
			"/console/, text/html;charset=UTF-8, static/console/index.html",
			"/console/index.html, text/html;charset=UTF-8, static/console/index.html",
			"/console/console.css, text/css;charset=UTF-8, static/console/console.css",
			"/console/api.js, text/javascript;charset=UTF-8, static/console/api.js",
			"/console/app.js, text/javascript;charset=UTF-8, static/console/app.js",
			"/console/chart.js, text/javascript;charset=UTF-8, static/console/chart.js",
			"/console/checkpoint.js, text/javascript;charset=UTF-8, static/console/checkpoint.js",
			"/console/counters.js, text/javascript;charset=UTF-8, static/console/counters.js",
			"/console/events.js, text/javascript;charset=UTF-8, static/console/events.js",
			"/console/feed.js, text/javascript;charset=UTF-8, static/console/feed.js",
			"/console/panels.js, text/javascript;charset=UTF-8, static/console/panels.js",
			"/console/sse.js, text/javascript;charset=UTF-8, static/console/sse.js",
			"/console/stream.js, text/javascript;charset=UTF-8, static/console/stream.js",
			"/console/uplot.css, text/css;charset=UTF-8, META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.min.css",
			"/console/uplot.js, text/javascript;charset=UTF-8, META-INF/resources/webjars/uplot/1.6.30/dist/uPlot.esm.js" })
	void servesEachPageToAnybody(String path, String type, String file) throws IOException {
		EntityExchangeResult<byte[]> got = this.client.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals(HttpHeaders.CONTENT_TYPE, type)
			.expectHeader()
			.valueEquals(HttpHeaders.CACHE_CONTROL, "no-cache")
			.expectHeader()
			.valueEquals("X-Content-Type-Options", "nosniff")
			.expectHeader()
			.valueEquals("X-Frame-Options", "DENY")
			.expectHeader()
			.exists("Content-Security-Policy")
			.expectHeader()
			.exists("X-Request-Id")
			.expectBody()
			.returnResult();
		assertThat(got.getResponseBody()).isEqualTo(committed(file));
		String tag = got.getResponseHeaders().getETag();
		this.client.get()
			.uri(path)
			.header(HttpHeaders.IF_NONE_MATCH, tag)
			.exchange()
			.expectStatus()
			.isNotModified()
			.expectBody()
			.isEmpty();
		this.client.head()
			.uri(path)
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentLength(committed(file).length)
			.expectHeader()
			.valueEquals(HttpHeaders.ETAG, tag)
			.expectBody()
			.isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/explorer", "/console", "/console/app.js", "/v1/events" })
	void letsNothingRunThatTheServerDidNotSendAsAFile(String path) {
		this.client.get()
			.uri(path)
			.exchange()
			.expectHeader()
			.valueEquals("Content-Security-Policy",
					"default-src 'none'; script-src 'self'; style-src 'self'; "
							+ "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
							+ "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'")
			.expectBody();
	}

	@Test
	void sendsTheRootToTheExplorer() {
		this.client.get()
			.uri("/")
			.exchange()
			.expectStatus()
			.isFound()
			.expectHeader()
			.valueEquals(HttpHeaders.LOCATION, "/explorer")
			.expectBody();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/explorer/../application.yml", "/explorer/..%2fapplication.yml",
			"/explorer/..%2Fapplication.yml", "/explorer/%2e%2e/application.yml", "/explorer/%2e%2e%2fapplication.yml",
			"/explorer/..%5capplication.yml", "/explorer/..%252fapplication.yml", "/explorer//index.html",
			"/explorer/..;/application.yml", "/explorer/%00", "/explorer/application.yml",
			"/explorer/index.html/../../application.yml", "/explorer/..%c0%afapplication.yml", "/explorer/openapi.json",
			"/explorer/Index.html", "/vault/v1/openapi.json", "/explorer/index%2ehtml", "/console/../application.yml",
			"/console/..%2f..%2fapplication.yml", "/console/%2e%2e/META-INF/MANIFEST.MF", "/console/sse",
			"/console/sse.js/", "/console/SSE.js", "/console/uPlot.esm.js", "/console/explorer.js",
			"/explorer/console.css", "/page", "/page/", "/page/index.html", "/page/..%2fopenapi.json",
			"/page//base.css" })
	void servesNothingElse(String path) throws IOException {
		String answer = raw("GET " + path + " HTTP/1.1");
		assertThat(answer).matches("(?s)HTTP/1\\.1 (400|404) .*")
			.contains("\"statusCode\":", "\"requestId\":", "\"timestamp\":")
			.doesNotContain("qnsp:", "spring:", "<!DOCTYPE");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/application.yml", "/static/openapi.json", "/db/migration/V001__foundation.sql",
			"/index.html", "/favicon.ico", "/webjars/x.js", "/META-INF/MANIFEST.MF", "/consoles",
			"/webjars/uplot/1.6.30/dist/uPlot.esm.js", "/static/console/index.html" })
	void leavesTheRestOfTheClassPathBehindTheCredential(String path) {
		this.client.get().uri(path).exchange().expectStatus().isUnauthorized().expectBody();
	}

	@Test
	void takesNothingOnPublicPages() {
		this.client.post().uri("/openapi.json").exchange().expectStatus().isUnauthorized().expectBody();
	}

	// As it stands: a client library would normalize the path.
	private String raw(String requestLine) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			socket.setSoTimeout(20_000);
			String request = requestLine + "\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	private static byte[] committed(String file) throws IOException {
		try (InputStream stream = PublicPagesIT.class.getResourceAsStream("/" + file)) {
			assertThat(stream).isNotNull();
			return stream.readAllBytes();
		}
	}

}
