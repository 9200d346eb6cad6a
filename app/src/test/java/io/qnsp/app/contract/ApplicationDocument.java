package io.qnsp.app.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

import org.springdoc.webflux.api.OpenApiWebfluxResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.mock.http.server.reactive.MockServerHttpRequest;

/**
 * The finished OpenAPI document of the running server.
 */
final class ApplicationDocument {

	private static final JsonMapper JSON = new JsonMapper();

	private static final JsonNode INFO = JSON.readTree(
			"""
					{"title": "QNSP", "version": "1",
					"description": "Quantum-safe security platform: every endpoint of this server, with the controls that it demands."}""");

	/** The schema of {@code io.qnsp.app.error.ErrorBody}. */
	static final JsonNode ERROR = JSON.readTree(
			"""
					{"type": "object", "required": ["statusCode", "error", "code", "message", "details", "requestId", "timestamp"],
					"properties": {
					"statusCode": {"type": "integer", "format": "int32", "description": "The HTTP status"},
					"error": {"type": "string", "description": "The machine code"},
					"code": {"type": "string", "description": "The machine code again"},
					"message": {"type": "string", "description": "What is wrong and what was expected"},
					"details": {"type": "object", "additionalProperties": true, "description": "By field path or name"},
					"requestId": {"type": "string", "description": "The call's id, X-Request-Id"},
					"timestamp": {"type": "string", "format": "date-time"}}}""");

	private ApplicationDocument() {
	}

	/**
	 * Generates the document.
	 * @param springdoc what reads the server's handlers
	 * @return the document
	 */
	static JsonNode of(OpenApiWebfluxResource springdoc) {
		try {
			byte[] generated = springdoc
				.openapiJson(MockServerHttpRequest.get("/v3/api-docs").build(), "/v3/api-docs", Locale.ENGLISH)
				.block();
			return FinishedDocument.of(JSON.readTree(generated), INFO, ERROR);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
