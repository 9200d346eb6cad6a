package io.qnsp.crypto.aead;

import java.util.Arrays;
import java.util.HexFormat;

import io.qnsp.crypto.Vectors;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretBytes;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every Wycheproof case for the forms of AES-GCM that the engine uses: 128-bit and
 * 256-bit keys, 96-bit nonces, 128-bit tags.
 */
class WycheproofAesGcmTests {

	@Test
	void agreesWithEveryCase() {
		int run = 0;
		for (JsonNode group : Vectors.read("wycheproof/aes_gcm_test.json").path("testGroups")) {
			if (group.path("keySize").asInt() != 192 && group.path("ivSize").asInt() == 96
					&& group.path("tagSize").asInt() == 128) {
				for (JsonNode test : group.path("tests")) {
					check(test);
					run++;
				}
			}
		}
		assertThat(run).isEqualTo(133);
	}

	private static void check(JsonNode test) {
		byte[] plaintext = hex(test, "msg");
		byte[] sealed = HexFormat.of().parseHex(test.path("ct").asString() + test.path("tag").asString());
		boolean valid = "valid".equals(test.path("result").asString());
		assertThat(decrypts(test, sealed, plaintext)).as("decrypt %s", test).isEqualTo(valid);
		assertThat(Arrays.equals(encrypt(test, plaintext), sealed)).as("encrypt %s", test).isEqualTo(valid);
	}

	private static boolean decrypts(JsonNode test, byte[] sealed, byte[] plaintext) {
		try (SecretBytes key = SecretBytes.takeOver(hex(test, "key"))) {
			byte[] opened = JdkAead.decrypt(algorithm(test), key, hex(test, "iv"), new byte[][] { hex(test, "aad") },
					sealed, 0);
			return Arrays.equals(opened, plaintext);
		}
		catch (DecryptionException ex) {
			return false;
		}
	}

	private static byte[] encrypt(JsonNode test, byte[] plaintext) {
		try (SecretBytes key = SecretBytes.takeOver(hex(test, "key"))) {
			byte[] sealed = new byte[plaintext.length + JdkAead.TAG_BYTES];
			JdkAead.encrypt(algorithm(test), key, hex(test, "iv"), new byte[][] { hex(test, "aad") }, plaintext, sealed,
					0);
			return sealed;
		}
	}

	private static Algorithm algorithm(JsonNode test) {
		return (hex(test, "key").length == 16) ? Algorithm.AES_128_GCM : Algorithm.AES_256_GCM;
	}

	private static byte[] hex(JsonNode test, String field) {
		return HexFormat.of().parseHex(test.path(field).asString());
	}

}
