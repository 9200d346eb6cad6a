package io.qnsp.crypto.signature;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import io.qnsp.crypto.Vectors;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.encoding.KeyEncodings;
import io.qnsp.crypto.provider.Candidate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every case of Wycheproof's verification files, through every provider that serves the
 * algorithm; contexts through those that take one.
 */
class WycheproofSignatureTests {

	@ParameterizedTest
	@CsvSource({ "ML_DSA_44, mldsa_44_verify_test, 180, 3", "ML_DSA_65, mldsa_65_verify_test, 210, 3",
			"ML_DSA_87, mldsa_87_verify_test, 241, 3", "ED25519, ed25519_test, 151, 3",
			"ECDSA_P256, ecdsa_secp256r1_sha256_test, 484, 3" })
	void everyProviderAgreesWithEveryCase(Algorithm algorithm, String file, int cases, int providers) {
		List<Candidate<SignatureScheme>> candidates = SignatureSchemes.candidates(algorithm);
		assertThat(candidates).hasSize(providers);
		for (Candidate<SignatureScheme> candidate : candidates) {
			SignatureScheme scheme = candidate.make().get();
			int run = 0;
			for (JsonNode group : Vectors.read("wycheproof/" + file + ".json").path("testGroups")) {
				Optional<byte[]> publicKey = publicKey(algorithm, group);
				for (JsonNode test : group.path("tests")) {
					run++;
					byte[] context = hex(test.path("ctx").asString(""));
					if (context.length > 0 && !scheme.takesContext()) {
						continue;
					}
					byte[] signature = hex(test.path("sig").asString());
					boolean valid = publicKey.isPresent()
							&& SignatureForms.fit(algorithm, publicKey.get(), signature, context)
							&& scheme.verify(publicKey.get(), hex(test.path("msg").asString()), signature, context);
					assertThat(valid)
						.as("%s %s tcId %s %s", candidate.provider(), algorithm, test.path("tcId"),
								test.path("comment"))
						.isEqualTo("valid".equals(test.path("result").asString()));
				}
			}
			assertThat(run).isEqualTo(cases);
		}
	}

	private static Optional<byte[]> publicKey(Algorithm algorithm, JsonNode group) {
		return group.has("publicKeyDer")
				? KeyEncodings.rawPublicKey(algorithm, hex(group.path("publicKeyDer").asString()))
				: Optional.of(hex(group.path("publicKey").asString()));
	}

	private static byte[] hex(String text) {
		return HexFormat.of().parseHex(text);
	}

}
