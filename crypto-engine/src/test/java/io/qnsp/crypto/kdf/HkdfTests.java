package io.qnsp.crypto.kdf;

import java.util.HexFormat;

import io.qnsp.crypto.Vectors;
import io.qnsp.crypto.secret.SecretBytes;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class HkdfTests {

	@Test
	void agreesWithEveryCaseOfWycheproof() {
		int run = 0;
		for (JsonNode group : Vectors.read("wycheproof/hkdf_sha256_test.json").path("testGroups")) {
			for (JsonNode test : group.path("tests")) {
				assertThat(derives(test)).as("%s", test).isEqualTo("valid".equals(test.path("result").asString()));
				run++;
			}
		}
		assertThat(run).isEqualTo(86);
	}

	private static boolean derives(JsonNode test) {
		try (SecretBytes input = SecretBytes.takeOver(hex(test, "ikm"))) {
			byte[] output = Hkdf.extractAndExpand(hex(test, "salt"), input, hex(test, "info"),
					test.path("size").asInt());
			return HexFormat.of().formatHex(output).equals(test.path("okm").asString());
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	private static byte[] hex(JsonNode test, String field) {
		return HexFormat.of().parseHex(test.path(field).asString());
	}

}
