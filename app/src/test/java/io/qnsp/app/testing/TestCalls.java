package io.qnsp.app.testing;

import java.util.List;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/**
 * Short forms of what tests of endpoints do all the time.
 */
@Component
public final class TestCalls {

	private final Sql systemSql;

	TestCalls(@Qualifier("systemSql") Sql systemSql) {
		this.systemSql = systemSql;
	}

	/**
	 * Calls an endpoint.
	 * @param client the client
	 * @param method GET, POST, PATCH, DELETE
	 * @param path the path with its query
	 * @param account who calls
	 * @param body JSON, or {@code null}
	 * @return the answer
	 */
	public static ResponseSpec call(WebTestClient client, String method, String path, TestTenants.Account account,
			@Nullable String body) {
		WebTestClient.RequestBodySpec request = client.method(HttpMethod.valueOf(method))
			.uri(path)
			.header("Authorization", account.bearer());
		return (body != null) ? request.contentType(MediaType.APPLICATION_JSON).bodyValue(body).exchange()
				: request.exchange();
	}

	/**
	 * Reads an answer.
	 * @param response the answer
	 * @param status the status it must have
	 * @return its body
	 */
	public static String body(ResponseSpec response, int status) {
		String body = response.expectStatus()
			.isEqualTo(status)
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		if (body == null) {
			throw new AssertionError("no body (expected: one)");
		}
		return body;
	}

	/**
	 * Expects an error answer.
	 * @param response the answer
	 * @param status its status
	 * @param code its machine code
	 */
	public static void expectError(ResponseSpec response, int status, String code) {
		response.expectStatus()
			.isEqualTo(status)
			.expectBody()
			.jsonPath("$.error")
			.isEqualTo(code)
			.jsonPath("$.code")
			.isEqualTo(code)
			.jsonPath("$.statusCode")
			.isEqualTo(status);
	}

	/**
	 * The events of a tenant, each as one text of all its columns.
	 * @param tenantId the tenant
	 * @param eventType the event type
	 * @return the events
	 */
	public List<String> events(UUID tenantId, String eventType) {
		List<String> events = this.systemSql.query("""
				SELECT row_to_json(e)::text AS event FROM audit_event e
				WHERE tenant_id = :tenant AND event_type = :type ORDER BY event_id
				""")
			.bind("tenant", tenantId)
			.bind("type", eventType)
			.all((row) -> Columns.text(row, "event"))
			.collectList()
			.block();
		return (events != null) ? events : List.of();
	}

	/**
	 * How many rows of the journal, of any tenant, hold a text anywhere.
	 * @param text the text
	 * @return the number of rows
	 */
	public long eventsThatHold(String text) {
		Long count = this.systemSql
			.query("SELECT count(*) AS found FROM audit_event e WHERE position(:text in row_to_json(e)::text) > 0")
			.bind("text", text)
			.one((row) -> Columns.required(row, "found", Long.class))
			.block();
		return (count != null) ? count : 0;
	}

}
