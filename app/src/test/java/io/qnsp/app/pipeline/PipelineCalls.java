package io.qnsp.app.pipeline;

import java.util.List;
import java.util.UUID;

import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.app.testing.TestDatabase;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.test.context.TestComponent;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls of the sample endpoints, and what they leave in the database.
 */
@TestComponent
final class PipelineCalls {

	private final JdbcClient database = JdbcClient.create(TestDatabase.dataSource("qnsp_system"));

	private final Environment environment;

	PipelineCalls(Environment environment) {
		this.environment = environment;
	}

	/**
	 * The running server's port.
	 */
	int port() {
		return this.environment.getRequiredProperty("local.server.port", Integer.class);
	}

	/**
	 * A client of the running server.
	 */
	WebTestClient client() {
		return WebTestClient.bindToServer()
			.baseUrl("http://127.0.0.1:" + port())
			.responseTimeout(java.time.Duration.ofSeconds(30))
			.build();
	}

	/**
	 * Calls; headers come in pairs of name and value.
	 */
	ResponseSpec call(@Nullable Account account, String method, String uri, @Nullable String body, String... headers) {
		WebTestClient.RequestBodySpec request = client().method(HttpMethod.valueOf(method)).uri(uri);
		if (account != null) {
			request.header("Authorization", account.bearer());
		}
		for (int i = 0; i < headers.length; i += 2) {
			request.header(headers[i], headers[i + 1]);
		}
		return (body != null) ? request.contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange()
				: request.exchange();
	}

	/**
	 * Expects an error answer in the one shape.
	 */
	static WebTestClient.BodyContentSpec refused(ResponseSpec answer, int status, String code) {
		return answer.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_JSON)
			.expectBody()
			.jsonPath("$.statusCode")
			.isEqualTo(status)
			.jsonPath("$.error")
			.isEqualTo(code)
			.jsonPath("$.code")
			.isEqualTo(code)
			.jsonPath("$.message")
			.isNotEmpty()
			.jsonPath("$.details")
			.isMap()
			.jsonPath("$.requestId")
			.isNotEmpty()
			.jsonPath("$.timestamp")
			.isNotEmpty();
	}

	/**
	 * The events of a tenant, oldest first, as {@code type outcome status code}.
	 */
	List<String> events(UUID tenantId) {
		return this.database.sql("""
				SELECT event_type || ' ' || outcome || ' ' || status_code || coalesce(' ' || (detail ->> 'error'), '')
				FROM audit_event WHERE tenant_id = ? ORDER BY event_id
				""").param(tenantId).query(String.class).list();
	}

	/**
	 * Expects exactly one event, which is there when the answer is.
	 */
	void left(UUID tenantId, String event) {
		assertThat(events(tenantId)).containsExactly(event);
	}

	/**
	 * Used units of a quota.
	 */
	long used(UUID tenantId, String resource) {
		return this.database.sql("SELECT coalesce(sum(used), 0) FROM quota_usage WHERE tenant_id = ? AND resource = ?")
			.param(tenantId)
			.param(resource)
			.query(Long.class)
			.single();
	}

	JdbcClient database() {
		return this.database;
	}

}
