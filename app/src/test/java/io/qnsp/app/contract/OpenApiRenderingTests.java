package io.qnsp.app.contract;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.webflux.core.configuration.SpringDocWebFluxConfiguration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(classes = OpenApiRenderingTests.Sample.class,
		properties = { "spring.main.web-application-type=reactive", "springdoc.api-docs.path=/openapi.json",
				"springdoc.use-fqn=true", "springdoc.default-produces-media-type=application/json",
				"springdoc.default-consumes-media-type=application/json" })
class OpenApiRenderingTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static final JsonNode ERROR = JSON.readTree("""
			{"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}}""");

	/** What the sample controller below must look like to a client. */
	private static final Contract CONTRACT = Contract.read(JSON.readTree("""
			{"authentication": "bearer", "error": {"message": "string"}}"""), List.of(JSON.readTree(
			"""
					{"service": "Sample", "features": {"Things": {
					  "POST /things/{id}": {
					    "controls": ["audit"], "addOn": "byohsm", "billable": "things.made",
					    "request": {"name": "string", "level": "low|very_high", "shared": {"text": "string"}},
					    "201": {
					      "id": "string uuid", "level": "low|very_high", "previous": "low|very_high|null", "note": "string|null",
					      "madeAt": "string date-time", "seenAt": "string date-time|null", "keep": "string duration",
					      "byType": {"*": "number"}, "config": "object", "tree": "object", "data": "object|null",
					      "parts": [{"name": "string", "score": "number"}], "key": "string base64", "done": "boolean",
					      "count": "number", "maybe": "number|null", "percent": "number 0..100", "left?": "string",
					      "shared": {"text": "string"}, "as": "string"}},
					  "GET /things": {
					    "controls": ["audit"],
					    "query": {"limit": "number", "level": "low|very_high", "tenantIds": ["string"]},
					    "200": {"things": [{"name": "string", "score": "number"}]}},
					  "DELETE /things/{id}": {"controls": ["audit"], "204": null},
					  "GET /events": {"controls": ["audit"], "200 text/event-stream": "string"}}}}""")));

	@Autowired
	private ApplicationContext context;

	@Test
	void rendersRecordsAsTheContractSpeaksOfThem() {
		assertThat(ContractComparison.differences(CONTRACT, MissingEndpoints.NONE, finished())).isEmpty();
	}

	@Test
	void requiresNullableFieldsOfResponsesButNotOfRequests() {
		JsonNode schemas = finished().path("components").path("schemas");
		assertThat(required(schemas.path("Answer"))).contains("note", "previous", "data").doesNotContain("left");
		assertThat(required(schemas.path("Part"))).containsExactlyInAnyOrder("name", "score", "next");
		assertThat(required(schemas.path("Request"))).containsExactly("name");
		assertThat(required(schemas.path("Shared"))).containsExactly("text");
	}

	@Test
	void rendersRecursiveAndNullableReferences() {
		JsonNode next = finished().at("/components/schemas/Part/properties/next");
		assertThat(next).isEqualTo(JSON.readTree("""
				{"oneOf": [{"$ref": "#/components/schemas/Part"}, {"type": "null"}]}"""));
	}

	@Test
	void leavesNothingOfTheMachineOrOfItsOwnMarksInTheDocument() {
		JsonNode document = finished();
		assertThat(document.has("servers")).isFalse();
		assertThat(document.toString()).doesNotContain(RecordSchemas.WRITTEN);
		assertThat(document.at("/components/schemas").propertyNames()).containsExactly("Answer", "Error", "Part",
				"Parts", "Request", "Shared");
		assertThat(document).isEqualTo(finished());
	}

	private JsonNode finished() {
		byte[] generated = WebTestClient.bindToApplicationContext(this.context)
			.build()
			.get()
			.uri("/openapi.json")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.returnResult()
			.getResponseBody();
		return FinishedDocument.of(JSON.readTree(generated),
				JSON.readTree("{\"title\": \"Sample\", \"version\": \"1\"}"), ERROR);
	}

	private static List<String> required(JsonNode schema) {
		return schema.path("required").valueStream().map(JsonNode::stringValue).toList();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ JacksonAutoConfiguration.class, HttpHandlerAutoConfiguration.class,
			WebFluxAutoConfiguration.class, SpringDocConfiguration.class, SpringDocConfigProperties.class,
			SpringDocWebFluxConfiguration.class })
	@Import(SampleController.class)
	static class Sample {

		@Bean
		RecordSchemas recordSchemas() {
			return new RecordSchemas();
		}

		@Bean
		OperationDetails operationDetails() {
			return new OperationDetails((handler) -> {
				boolean make = handler.getMethod().getName().equals("make");
				return new OperationDetails.Demands(handler.getMethod().getName(), "Sample / Things", List.of("audit"),
						make ? "byohsm" : null, make ? "things.made" : null, false);
			});
		}

	}

	enum Level {

		@JsonProperty("low")
		LOW, @JsonProperty("very_high")
		VERY_HIGH

	}

	record Part(String name, BigDecimal score, @Nullable Part next) {
	}

	record Parts(List<Part> things, @Nullable String nextCursor) {
	}

	record Shared(String text, @Nullable String more) {
	}

	record Answer(UUID id, Level level, @Nullable Level previous, @Nullable String note, Instant madeAt,
			@Nullable Instant seenAt, Duration keep, Map<String, Long> byType, Map<String, Object> config,
			JsonNode tree, @Nullable JsonNode data, List<Part> parts, byte[] key, boolean done, int count,
			@Nullable Integer maybe, @Min(0) @Max(100) double percent,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String left, Shared shared,
			@JsonProperty("as") String named) {
	}

	record Request(String name, @Nullable Level level, @Nullable Shared shared) {
	}

	@RestController
	static class SampleController {

		@PostMapping("/things/{id}")
		@ResponseStatus(HttpStatus.CREATED)
		Mono<Answer> make(@PathVariable String id, @RequestBody Request request, ServerWebExchange exchange) {
			return Mono.empty();
		}

		@GetMapping("/things")
		Mono<Parts> list(@RequestParam(defaultValue = "50") int limit,
				@RequestParam(required = false) @Nullable Level level,
				@RequestParam(required = false) @Nullable List<String> tenantIds) {
			return Mono.empty();
		}

		@DeleteMapping("/things/{id}")
		@ResponseStatus(HttpStatus.NO_CONTENT)
		Mono<Void> delete(@PathVariable UUID id) {
			return Mono.empty();
		}

		@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<ServerSentEvent<Answer>> events() {
			return Flux.empty();
		}

	}

}
