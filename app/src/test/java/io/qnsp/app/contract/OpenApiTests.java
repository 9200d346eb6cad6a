package io.qnsp.app.contract;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.qnsp.app.error.ErrorBody;
import io.qnsp.app.pipeline.EndpointCatalogue;
import io.qnsp.app.testing.QnspServerTest;
import org.junit.jupiter.api.Test;
import org.springdoc.webflux.api.OpenApiWebfluxResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class OpenApiTests {

	private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	@Autowired
	private OpenApiWebfluxResource springdoc;

	@Autowired
	private EndpointCatalogue catalogue;

	@Test
	void isTheDocumentThatIsServed() {
		String generated = JSON.writeValueAsString(ApplicationDocument.of(this.springdoc)).replace("\r\n", "\n");
		new CommittedFile("src/main/resources/static/openapi.json").check(generated + "\n");
	}

	@Test
	void describesEveryEndpointOfTheCatalogueAndNothingElse() {
		List<String> described = ApplicationDocument.of(this.springdoc)
			.path("paths")
			.propertyStream()
			.flatMap((path) -> path.getValue()
				.propertyStream()
				.map((operation) -> operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey() + " "
						+ operation.getValue().path("operationId").asString()))
			.toList();
		assertThat(described).containsExactlyInAnyOrderElementsOf(this.catalogue.all()
			.stream()
			.map((endpoint) -> endpoint.method() + " " + endpoint.path() + " " + endpoint.event().replace('.', '_'))
			.toList());
	}

	@Test
	void saysNothingOfWhatThePipelineHandsToHandlers() {
		JsonNode document = ApplicationDocument.of(this.springdoc);
		assertThat(document.at("/components/schemas").propertyNames()).isNotEmpty()
			.doesNotContain("Caller", "CallAudit", "ServerWebExchange")
			.allSatisfy((name) -> assertThat(name).matches("[A-Z][A-Za-z0-9]*"));
		assertThat(document.toString()).doesNotContain("\"audit\",\"in\"", "\"name\":\"caller\"",
				"\"name\":\"exchange\"", "x-anonymous", "io.qnsp.");
	}

	@Test
	void demandsNoCredentialOfAnonymousEndpointsOnly() {
		JsonNode document = ApplicationDocument.of(this.springdoc);
		this.catalogue.all().forEach((endpoint) -> {
			JsonNode operation = document.path("paths")
				.path(endpoint.path())
				.path(endpoint.method().toLowerCase(java.util.Locale.ROOT));
			assertThat(operation.has("security")).as(endpoint.event()).isEqualTo(endpoint.anonymous());
		});
	}

	@Test
	void takesTokenRequestsAsJsonAndAsForm() {
		JsonNode body = ApplicationDocument.of(this.springdoc).at("/paths/~1auth~1token/post/requestBody/content");
		assertThat(body.propertyNames()).containsExactlyInAnyOrder("application/json",
				"application/x-www-form-urlencoded");
	}

	@Test
	void describesTheErrorBodyAsItIs() {
		assertThat(ApplicationDocument.ERROR.path("properties").properties().stream().map(Map.Entry::getKey))
			.containsExactlyElementsOf(
					Arrays.stream(ErrorBody.class.getRecordComponents()).map(RecordComponent::getName).toList());
	}

}
