package io.qnsp.crypto.signature;

import java.util.HexFormat;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.Vectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every case of Wycheproof's ML-DSA verification files, contexts included.
 */
class WycheproofSignatureTests {

	@ParameterizedTest
	@CsvSource({ "ML_DSA_44, 44, 180", "ML_DSA_65, 65, 210", "ML_DSA_87, 87, 241" })
	void agreesWithEveryCase(SignatureAlgorithm algorithm, String file, int cases) {
		JsonNode vectors = Vectors.read("wycheproof/mldsa_" + file + "_verify_test.json");
		int run = 0;
		for (JsonNode group : vectors.path("testGroups")) {
			byte[] publicKey = hex(group.path("publicKey").asString());
			for (JsonNode test : group.path("tests")) {
				boolean valid = verifies(algorithm, publicKey, test);
				assertThat(valid).as("%s tcId %s %s", algorithm, test.path("tcId"), test.path("comment"))
					.isEqualTo("valid".equals(test.path("result").asString()));
				run++;
			}
		}
		assertThat(run).isEqualTo(cases);
	}

	private static boolean verifies(SignatureAlgorithm algorithm, byte[] publicKey, JsonNode test) {
		Signatures signatures = TestEngine.ENGINE.signatures();
		byte[] message = hex(test.path("msg").asString());
		byte[] signature = hex(test.path("sig").asString());
		return TestEngine.await(test.has("ctx")
				? signatures.verify(algorithm, publicKey, message, signature, hex(test.path("ctx").asString()))
				: signatures.verify(algorithm, publicKey, message, signature));
	}

	private static byte[] hex(String text) {
		return HexFormat.of().parseHex(text);
	}

}
