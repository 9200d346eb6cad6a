package io.qnsp.crypto.signature;

import java.util.HexFormat;
import java.util.Locale;

import io.qnsp.crypto.Vectors;
import io.qnsp.crypto.catalogue.Algorithm;
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
			Algorithm algorithm = Algorithm.named(group.path("parameterSet").asString()).orElseThrow();
			for (JsonNode test : group.path("tests")) {
				assertThat(publicKeyOf(algorithm, hex(test.path("seed").asString())))
					.as("%s tcId %s", algorithm, test.path("tcId"))
					.isEqualTo(hex(test.path("pk").asString()))
					.hasSize(algorithm.sizes().publicKey());
				run++;
			}
		}
		assertThat(run).isEqualTo(75);
	}

	private static byte[] publicKeyOf(Algorithm algorithm, byte[] seed) {
		try (SecretBytes secret = SecretBytes.takeOver(seed)) {
			return new BouncyCastleMlDsa(algorithm).publicKey(secret);
		}
	}

	private static byte[] hex(String text) {
		return HexFormat.of().parseHex(text.toLowerCase(Locale.ROOT));
	}

}
