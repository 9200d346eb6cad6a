package io.qnsp.app.contract;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class SchemaComparisonTests {

	private static final JsonMapper JSON = new JsonMapper();

	private static final String SCHEMAS = """
			{"components": {"schemas": {
			"Level": {"type": "string", "enum": ["low", "high"]},
			"LevelAgain": {"$ref": "#/components/schemas/Level"},
			"With/Slash": {"type": "string"},
			"Circle": {"$ref": "#/components/schemas/Circle"},
			"Base": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
			"Node": {"type": "object", "required": ["next"], "properties": {
			  "next": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}}}}}}}""";

	@ParameterizedTest
	@CsvSource(delimiter = '!', quoteCharacter = '`',
			textBlock = """
							"string"          ! {"type": "string"}
							"string"          ! {"type": ["string"]}
							"string"          ! {"type": "string", "format": "date-time", "maxLength": 5}
							"string"          ! {"type": "string", "enum": ["a", "b"]}
							"string"          ! {"$ref": "#/components/schemas/With~1Slash"}
							"number"          ! {"type": "number"}
							"number"          ! {"type": "integer", "format": "int64"}
							"number 0..100"   ! {"type": "number", "minimum": 0, "maximum": 100.0}
							"boolean"         ! {"type": "boolean"}
							"object"          ! {"type": "object", "properties": {"a": {}}}
							"string duration" ! {"type": "string", "format": "duration"}
							"string base64"   ! {"type": "string", "contentEncoding": "base64"}
							"string base64"   ! {"type": "string", "format": "byte"}
							"string|null"     ! {"type": ["string", "null"]}
							"string|null"     ! {"type": "string", "nullable": true}
							"string|null"     ! {"oneOf": [{"type": "string"}, {"type": "null"}]}
							"low|high|null"   ! {"anyOf": [{"$ref": "#/components/schemas/Level"}, {"type": ["null"]}]}
							"low|high|null"   ! {"type": ["string", "null"], "enum": ["low", "high", null]}
							"low|high|null"   ! {"$ref": "#/components/schemas/LevelAgain", "nullable": true}
							"low|high"        ! {"$ref": "#/components/schemas/LevelAgain", "description": "how much"}
							"low|high"        ! {"allOf": [{"$ref": "#/components/schemas/Level"}]}
							"=low"            ! {"$ref": "#/components/schemas/Level"}
							"=low"            ! {"type": "string", "const": "low"}
							"=true"           ! {"type": "boolean"}
							"=true"           ! {"type": "boolean", "const": true}
					"=true"           ! {"const": true}
							["number"]        ! {"type": "array", "items": {"type": "number"}}
							{"*": "number"}   ! {"type": "object", "additionalProperties": {"type": "integer"}}
							{"a": "number", "*": "number"} ! {"type": "object", "additionalProperties": {"type": "integer"}}
							{"a": "number", "*": "number"} ! {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}
							{"a?": "string"}  ! {"type": "object", "properties": {"a": {"type": "string"}, "more": {"type": "number"}}}
							{"a": "string", "b": "string"} ! {"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object", "required": ["b"], "properties": {"b": {"type": "string"}}}]}
							{"next": [{"next": [{"next": ["object"]}]}]} ! {"$ref": "#/components/schemas/Node"}
							""")
	void acceptsWhatSaysTheSameOrMore(String shape, String schema) {
		assertThat(response(shape, schema)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '!', quoteCharacter = '`',
			textBlock = """
					"string"        ! {"type": "integer"}                          ! r: type integer (contract: string)
					"string"        ! {}                                           ! r: type any (contract: string)
					"string"        ! {"type": ["string", "number"]}               ! r: type number or string (contract: string)
					"string"        ! {"oneOf": [{"type": "string"}, {"type": "number"}]} ! r: type one of 2 schemas (contract: string)
					"integer"       ! {"type": "number"}                           ! r: type number (contract: integer)
					"string"        ! {"type": ["string", "null"]}                 ! r: null allowed (contract: not allowed)
					"string|null"   ! {"type": "string"}                           ! r: null not allowed (contract: allowed)
					"string uuid"   ! {"type": "string"}                           ! r: format none (contract: uuid)
					"string base64" ! {"type": "string", "format": "binary"}       ! r: format binary (contract: base64)
					"number 0..100" ! {"type": "number", "minimum": 0}             ! r: range 0..? (contract: 0..100)
					"low|high"      ! {"type": "string"}                           ! r: enum none (contract: high|low)
					"low|high"      ! {"type": "string", "enum": ["low", "HIGH"]}  ! r: enum HIGH|low (contract: high|low)
					"low|high|mid"  ! {"$ref": "#/components/schemas/Level"}       ! r: enum high|low (contract: high|low|mid)
					"=mid"          ! {"$ref": "#/components/schemas/Level"}       ! r: enum high|low (contract: with mid)
					"=mid"          ! {"type": "string"}                           ! r: enum none (contract: with mid)
					"=true"         ! {"type": "boolean", "const": false}          ! r: enum false (contract: with true)
					["string"]      ! {"type": "string"}                           ! r: type string (contract: array)
					["string"]      ! {"type": "array"}                            ! r[]: no schema
					["string"]      ! {"type": "array", "items": {"type": "number"}} ! r[]: type number (contract: string)
					{"a": "string"} ! {"type": "object"}                           ! r.a: missing
					{"a": "string"} ! {"type": "object", "properties": {"a": {"type": "string"}}} ! r.a: required no (contract: yes)
					{"a": "string"} ! {"type": "object", "additionalProperties": {"type": "string"}} ! r.a: missing
					{"*": "number"} ! {"type": "object"}                           ! r.*: no schema
					{"*": "number"} ! {"type": "object", "additionalProperties": {"type": "string"}} ! r.*: type string (contract: number)
					{"a": "number", "*": "number"} ! {"type": "object", "additionalProperties": false, "required": ["a"], "properties": {"a": {"type": "number"}}} ! r: further fields forbidden (contract: allowed)
					"string"        ! {"$ref": "#/components/schemas/None"}        ! r: $ref #/components/schemas/None points to nothing
					"string"        ! {"$ref": "other.json#/a"}                    ! r: $ref other.json#/a points outside the document
					"string"        ! {"$ref": "#/components/schemas/Circle"}      ! r: $ref #/components/schemas/Circle leads in a circle
					{"next": [{"next": [{"name": "string"}]}]} ! {"$ref": "#/components/schemas/Node"} ! r.next[].next[].name: missing
					""")
	void findsEachDifference(String shape, String schema, String difference) {
		assertThat(response(shape, schema)).containsExactly(difference);
	}

	@Test
	void letsARequestAllowNullAndDemandFieldsOfTheContract() {
		assertThat(request("{'a': 'string', 'b': 'string'}", """
				{"type": "object", "required": ["a"], "properties":
				{"a": {"type": "string"}, "b": {"type": ["string", "null"]}, "c": {"type": "number"}}}""")).isEmpty();
	}

	@Test
	void refusesARequestThatDemandsAFieldTheContractDoesNotKnow() {
		assertThat(request("{'a': 'string'}", """
				{"type": "object", "required": ["c"], "properties":
				{"a": {"type": "string"}, "c": {"type": "number"}}}"""))
			.containsExactly("r.c: required field in the document (contract: no such field)");
	}

	@Test
	void refusesARequestThatForbidsTheNullOfTheContract() {
		assertThat(request("'string|null'", "{'type': 'string'}"))
			.containsExactly("r: null not allowed (contract: allowed)");
	}

	private static List<String> response(String shape, String schema) {
		return compare(shape, schema, SchemaComparison.Direction.RESPONSE);
	}

	private static List<String> request(String shape, String schema) {
		return compare(shape, schema, SchemaComparison.Direction.REQUEST);
	}

	private static List<String> compare(String shape, String schema, SchemaComparison.Direction direction) {
		List<String> differences = new ArrayList<>();
		OpenApiDocument document = new OpenApiDocument(json(SCHEMAS));
		new SchemaComparison(document, direction, differences::add).compare("r", ShapeNotation.read(json(shape)),
				json(schema));
		return differences;
	}

	private static JsonNode json(String text) {
		return JSON.readTree(text.replace('\'', '"'));
	}

}
