package io.qnsp.app.contract;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class ContractComparisonTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String NAME = "POST /things/{id}";

	private static final Contract CONTRACT = Contract.read(JSON.readTree("""
			{"authentication": "bearer", "error": {"message": "string"}}"""), List.of(JSON.readTree("""
			{"service": "S", "features": {"F": {
			  "POST /things/{id}": {
			    "controls": ["entitlements", "audit"], "addOn": "byohsm", "billable": "things.made",
			    "query": {"limit": "number"},
			    "request": {"name": "string"},
			    "201": {"made": "boolean"}},
			  "DELETE /things/{id}": {"controls": ["audit"], "204": null},
			  "GET /things": {"controls": [], "200 text/event-stream": "string"}}}}""")));

	private static final String DOCUMENT = """
			{"openapi": "3.1.0", "security": [{"key": []}],
			"paths": {
			  "/things/{id}": {
			    "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
			    "post": {
			      "x-required-controls": ["audit", "entitlements"],
			      "x-required-add-on": "byohsm",
			      "x-billable-operation": "things.made",
			      "parameters": [{"$ref": "#/components/parameters/limit"},
			        {"name": "cursor", "in": "query", "required": false, "schema": {"type": "string"}}],
			      "requestBody": {"required": true, "content": {"application/json": {"schema":
			        {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}}}},
			      "responses": {
			        "201": {"content": {"application/json": {"schema":
			          {"type": "object", "required": ["made"], "properties": {"made": {"type": "boolean"}}}}}},
			        "default": {"$ref": "#/components/responses/Error"}}},
			    "delete": {"x-required-controls": ["audit"], "responses": {
			      "204": {"description": "gone"}, "default": {"$ref": "#/components/responses/Error"}}}},
			  "/things": {
			    "get": {"responses": {
			      "200": {"content": {"text/event-stream": {"schema": {"type": "string"}}}},
			      "default": {"$ref": "#/components/responses/Error"}}},
			    "post": {}}},
			"components": {
			  "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}, "basic": {"type": "http", "scheme": "basic"}},
			  "parameters": {"limit": {"name": "limit", "in": "query", "required": false, "schema": {"type": "integer"}}},
			  "responses": {"Error": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}},
			  "schemas": {"Error": {"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}}}}}""";

	@Test
	void findsNothingInADocumentThatKeepsTheContract() {
		assertThat(differences(DOCUMENT)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '!', quoteCharacter = '`',
			textBlock = """
					"3.1.0"                         ! "3.0.1"              ! openapi: version 3.0.1 (expected: 3.1)
					["audit", "entitlements"]       ! ["audit"]            ! POST /things/{id} controls: [audit] (contract: [audit, entitlements])
					["audit"]                       ! ["admin", "audit"]   ! DELETE /things/{id} controls: [admin, audit] (contract: [audit])
					"byohsm"                        ! "key-escrow"         ! POST /things/{id} add-on: key-escrow (contract: byohsm)
					"x-required-add-on": "byohsm",  ! ``                   ! POST /things/{id} add-on: none (contract: byohsm)
					"things.made"                   ! "things"             ! POST /things/{id} billable operation: things (contract: things.made)
					"name": "limit"                 ! "name": "size"       ! POST /things/{id} query limit: missing
					{"type": "integer"}             ! {"type": "string"}   ! POST /things/{id} query limit: type string (contract: number)
					"cursor", "in": "query", "required": false ! "cursor", "in": "query", "required": true ! POST /things/{id} query cursor: required (contract: no such parameter)
					"cursor", "in": "query", "required": false ! "X-Key", "in": "header", "required": true ! POST /things/{id} header X-Key: required (contract: no such parameter)
					"requestBody"                   ! "noBody"             ! POST /things/{id} request: no body (contract: a body)
					{"name": {"type": "string"}}    ! {"name": {"type": "number"}} ! POST /things/{id} request.name: type number (contract: string)
					"201": {                        ! "200": {             ! POST /things/{id} success status: [200] (contract: [201])
					"201": {                        ! "202": {}, "201": {  ! POST /things/{id} success status: [201, 202] (contract: [201])
					{"made": {"type": "boolean"}}   ! {"made": {"type": "string"}} ! POST /things/{id} 201.made: type string (contract: boolean)
					{"description": "gone"}         ! {"content": {"*/*": {}}}     ! DELETE /things/{id} 204 body: [*/*] (contract: [])
					"delete": {                     ! "delete": {"requestBody": {"required": true}, ! DELETE /things/{id} request: a required body (contract: no body)
					"text/event-stream"             ! "application/json"   ! GET /things 200 body: [application/json] (contract: [text/event-stream])
					"get": {                        ! "head": {            ! GET /things: missing
					"get": {                        ! "get": {"security": [{"basic": []}], ! GET /things security: no bearer token (contract: bearer token)
					"get": {                        ! "get": {"security": [], ! GET /things security: no bearer token (contract: bearer token)
					"get": {                        ! "get": {"security": [{"key": []}, {}], ! GET /things security: no bearer token (contract: bearer token)
					`"schema": {"type": "string"}}}}, "default"` ! `"schema": {"type": "string"}}}}, "500"` ! GET /things default: missing (contract: the error body)
					#/components/parameters/limit   ! #/components/parameters/none ! POST /things/{id} parameters: $ref #/components/parameters/none points to nothing
					""")
	void findsEachKindOfDifference(String part, String replacement, String difference) {
		String changed = DOCUMENT.replace("\n      \"default\"", " \"default\"")
			.replace("\n        \"default\"", " \"default\"");
		assertThat(changed).contains(part);
		assertThat(differences(changed.replace(part, replacement))).contains(difference)
			.allSatisfy((line) -> assertThat(line).matches("(GET|POST|DELETE) /things\\S*( \\S+)*: .+|openapi: .+"));
	}

	@Test
	void findsAChangedErrorBodyInEveryEndpoint() {
		String changed = DOCUMENT.replace("{\"message\": {\"type\": \"string\"}}", "{}");
		assertThat(differences(changed)).containsExactlyInAnyOrder(NAME + " default.message: missing",
				"DELETE /things/{id} default.message: missing", "GET /things default.message: missing");
	}

	@Test
	void findsAllDifferencesAtOnce() {
		String changed = DOCUMENT.replace("byohsm", "other")
			.replace("things.made", "other")
			.replace("\"201\"", "\"200\"");
		assertThat(differences(changed)).hasSize(3);
	}

	@Test
	void namesThePathThatDiffersOnlyInItsVariables() {
		String changed = DOCUMENT.replace("/things/{id}", "/things/{thingId}");
		assertThat(differences(changed)).containsExactlyInAnyOrder(
				NAME + ": missing (the document has /things/{thingId})",
				"DELETE /things/{id}: missing (the document has /things/{thingId})");
	}

	@Test
	void allowsAnEndpointToBeMissingOnlyIfItIsListed() {
		String changed = DOCUMENT.replace("\"get\": {", "\"head\": {");
		assertThat(differences(changed, MissingEndpoints.parse(List.of("# ceiling: 1", "GET /things")))).isEmpty();
	}

	@Test
	void refusesAnImplementedEndpointInTheListOfMissingOnes() {
		assertThat(differences(DOCUMENT, MissingEndpoints.parse(List.of("# ceiling: 1", "GET /things"))))
			.containsExactly("GET /things: implemented, yet listed in missing.txt");
	}

	@Test
	void refusesAListOfMissingEndpointsThatGrewBeyondItsCeiling() {
		String changed = DOCUMENT.replace("\"get\": {", "\"head\": {");
		assertThat(differences(changed, MissingEndpoints.parse(List.of("# ceiling: 0", "GET /things"))))
			.containsExactly("missing.txt: 1 endpoints (expected by its first line: 0)");
	}

	@Test
	void anEmptyDocumentMissesEveryEndpointOfTheRealContract() {
		Contract contract = Contract.load();
		JsonNode empty = JSON.readTree("{\"openapi\": \"3.1.0\", \"paths\": {}}");
		assertThat(ContractComparison.differences(contract, MissingEndpoints.NONE, empty)).hasSize(180);
	}

	private static List<String> differences(String document) {
		return differences(document, MissingEndpoints.NONE);
	}

	private static List<String> differences(String document, MissingEndpoints missing) {
		return ContractComparison.differences(CONTRACT, missing, JSON.readTree(document));
	}

}
