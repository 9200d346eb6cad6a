package io.qnsp.crypto.mac;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.digests.SHA3Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class MacsTests {

	private static final SecretAccess TEST = SecretAccess.because("comparison in a test");

	private final Macs macs = TestEngine.ENGINE.macs();

	@Test
	void givesTheAnswerOfRfc4231() {
		try (SecretBytes key = SecretBytes.takeOver("Jefe".getBytes(StandardCharsets.US_ASCII))) {
			byte[] message = "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);
			assertThat(TestEngine.await(this.macs.mac(Algorithm.HMAC_SHA_256, key, message)))
				.isEqualTo(HexFormat.of().parseHex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "HMAC_SHA_256", "HMAC_SHA3_256" })
	void agreesWithAnotherLibraryAndVerifiesNothingElse(Algorithm algorithm) {
		try (SecretBytes key = TestEngine.ENGINE.randoms().secret(32)) {
			for (int length : new int[] { 0, 1, 8192, 8193, 32_768, 32_769, 200_000 }) {
				byte[] message = new byte[length];
				byte[] tag = TestEngine.await(this.macs.mac(algorithm, key, message));
				assertThat(tag).isEqualTo(byBouncyCastle(algorithm, key, message)).hasSize(algorithm.sizes().output());
				assertThat(TestEngine.await(this.macs.verify(algorithm, key, message, tag))).isTrue();
				tag[31] ^= 1;
				assertThat(TestEngine.await(this.macs.verify(algorithm, key, message, tag))).isFalse();
				assertThat(TestEngine.await(this.macs.verify(algorithm, key, message, new byte[0]))).isFalse();
			}
		}
	}

	@Test
	void refusesAnythingElse() {
		try (SecretBytes key = TestEngine.ENGINE.randoms().secret(32)) {
			StepVerifier.create(this.macs.mac(Algorithm.AES_256_GCM, key, new byte[1]))
				.verifyError(IllegalArgumentException.class);
		}
	}

	private static byte[] byBouncyCastle(Algorithm algorithm, SecretBytes key, byte[] message) {
		HMac mac = new HMac((algorithm == Algorithm.HMAC_SHA_256) ? new SHA256Digest() : new SHA3Digest(256));
		mac.init(new KeyParameter(key.toByteArray(TEST)));
		mac.update(message, 0, message.length);
		byte[] tag = new byte[mac.getMacSize()];
		mac.doFinal(tag, 0);
		return tag;
	}

}
