package io.qnsp.app.security;

import io.qnsp.app.testing.QnspServerTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@QnspServerTest
class CorsIT {

	@Autowired
	private WebTestClient client;

	@Test
	void letsNoOriginInUnlessConfigured() {
		this.client.options()
			.uri("/auth/api-keys")
			.header("Origin", "https://console.example.org")
			.header("Access-Control-Request-Method", "GET")
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectHeader()
			.doesNotExist("Access-Control-Allow-Origin")
			.expectBody();
		this.client.get()
			.uri("/openapi.json")
			.header("Origin", "https://console.example.org")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.doesNotExist("Access-Control-Allow-Origin")
			.expectBody();
	}

	@Test
	void takesNoWildcard() {
		assertThatIllegalArgumentException().isThrownBy(() -> new CorsProperties(java.util.List.of("*")))
			.withMessageContaining("exact origins");
	}

}
