package io.qnsp.crypto.signature;

import java.util.HexFormat;
import java.util.Locale;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.Vectors;
import io.qnsp.crypto.secret.SecretBytes;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every case of NIST's ACVP key generation vectors for FIPS 204.
 */
class AcvpKeyGenerationTests {

	@Test
	void expandsEverySeedToItsPublicKey() {
		int run = 0;
		for (JsonNode group : Vectors.read("acvp/ml-dsa-key-gen.json").path("testGroups")) {
			SignatureAlgorithm algorithm = SignatureAlgorithm.ofNistName(group.path("parameterSet").asString())
				.orElseThrow();
			for (JsonNode test : group.path("tests")) {
				assertThat(publicKeyOf(algorithm, hex(test.path("seed").asString())))
					.as("%s tcId %s", algorithm, test.path("tcId"))
					.isEqualTo(hex(test.path("pk").asString()))
					.hasSize(algorithm.publicKeyBytes());
				run++;
			}
		}
		assertThat(run).isEqualTo(75);
	}

	private static byte[] publicKeyOf(SignatureAlgorithm algorithm, byte[] seed) {
		try (SecretBytes secret = SecretBytes.takeOver(seed);
				SigningKey key = TestEngine.await(TestEngine.ENGINE.signatures().fromSeed(algorithm, secret))) {
			return key.publicKey();
		}
	}

	private static byte[] hex(String text) {
		return HexFormat.of().parseHex(text.toLowerCase(Locale.ROOT));
	}

}
