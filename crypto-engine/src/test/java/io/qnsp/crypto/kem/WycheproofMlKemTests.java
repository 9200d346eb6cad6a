package io.qnsp.crypto.kem;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import io.qnsp.crypto.Vectors;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every case of Wycheproof's ML-KEM files through both providers, and of NIST's ACVP key
 * generation vectors for FIPS 203.
 */
class WycheproofMlKemTests {

	@ParameterizedTest
	@CsvSource({ "ML_KEM_512, mlkem_512_test, 193", "ML_KEM_768, mlkem_768_test, 193",
			"ML_KEM_1024, mlkem_1024_test, 193" })
	void bothProvidersAgreeWithEveryCase(Algorithm algorithm, String file, int cases) {
		for (KemScheme scheme : List.of(KemSchemes.jdkMlKem(algorithm), new BouncyCastleMlKem(algorithm))) {
			int run = 0;
			for (JsonNode group : Vectors.read("wycheproof/" + file + ".json").path("testGroups")) {
				for (JsonNode test : group.path("tests")) {
					assertThat(holds(algorithm, scheme, test))
						.as("%s tcId %s %s", algorithm, test.path("tcId"), test.path("comment"))
						.isEqualTo("valid".equals(test.path("result").asString()));
					run++;
				}
			}
			assertThat(run).isEqualTo(cases);
		}
	}

	private static boolean holds(Algorithm algorithm, KemScheme scheme, JsonNode test) {
		byte[] encapsulated = hex(test.path("c").asString());
		byte[] seed = hex(test.path("seed").asString());
		if (seed.length != algorithm.sizes().privateKey() || encapsulated.length != algorithm.sizes().output()) {
			return false;
		}
		try (SecretBytes secret = SecretBytes.takeOver(seed);
				Decapsulator decapsulator = scheme.decapsulator(secret);
				SecretBytes recovered = decapsulator.decapsulate(encapsulated);
				SecretBytes expected = SecretBytes.takeOver(hex(test.path("K").asString()))) {
			return recovered.equals(expected);
		}
		catch (DecryptionException ex) {
			return false;
		}
	}

	@Test
	void expandsEverySeedToItsPublicKey() {
		int run = 0;
		for (JsonNode group : Vectors.read("acvp/ml-kem-key-gen.json").path("testGroups")) {
			Algorithm algorithm = Algorithm.named(group.path("parameterSet").asString()).orElseThrow();
			for (JsonNode test : group.path("tests")) {
				try (SecretBytes seed = SecretBytes
					.takeOver(hex(test.path("d").asString() + test.path("z").asString()))) {
					assertThat(KemKeys.ofSeed(algorithm, seed).publicKey())
						.as("%s tcId %s", algorithm, test.path("tcId"))
						.isEqualTo(hex(test.path("ek").asString()));
				}
				run++;
			}
		}
		assertThat(run).isEqualTo(75);
	}

	private static byte[] hex(String text) {
		return HexFormat.of().parseHex(text.toLowerCase(Locale.ROOT));
	}

}
