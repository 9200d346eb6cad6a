package io.qnsp.app.explorer;

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
	@CsvSource({ "/openapi.json, application/json, openapi.json", "/v1/openapi.json, application/json, openapi.json",
			"/explorer, text/html;charset=UTF-8, explorer/index.html",
			"/explorer/index.html, text/html;charset=UTF-8, explorer/index.html",
			"/explorer/explorer.css, text/css;charset=UTF-8, explorer/explorer.css",
			"/explorer/explorer.js, text/javascript;charset=UTF-8, explorer/explorer.js",
			"/explorer/request.js, text/javascript;charset=UTF-8, explorer/request.js",
			"/explorer/schema.js, text/javascript;charset=UTF-8, explorer/schema.js",
			"/explorer/icon.svg, image/svg+xml;charset=UTF-8, explorer/icon.svg" })
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
			"/explorer/Index.html", "/vault/v1/openapi.json", "/explorer/index%2ehtml" })
	void servesNothingElse(String path) throws IOException {
		String answer = raw("GET " + path + " HTTP/1.1");
		assertThat(answer).matches("(?s)HTTP/1\\.1 (400|404) .*")
			.contains("\"statusCode\":", "\"requestId\":", "\"timestamp\":")
			.doesNotContain("qnsp:", "spring:", "<!DOCTYPE");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/application.yml", "/static/openapi.json", "/db/migration/V001__foundation.sql",
			"/index.html", "/favicon.ico", "/webjars/x.js", "/META-INF/MANIFEST.MF" })
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
		try (InputStream stream = PublicPagesIT.class.getResourceAsStream("/static/" + file)) {
			assertThat(stream).isNotNull();
			return stream.readAllBytes();
		}
	}

}
