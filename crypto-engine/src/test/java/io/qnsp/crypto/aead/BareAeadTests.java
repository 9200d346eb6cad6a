package io.qnsp.crypto.aead;

import java.util.Arrays;
import java.util.Random;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.AEADCipher;
import org.bouncycastle.crypto.modes.ChaCha20Poly1305;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class BareAeadTests {

	private static final SecretAccess TEST = SecretAccess.because("comparison in a test");

	private final BareAead aead = TestEngine.ENGINE.bareAead();

	@ParameterizedTest
	@EnumSource(names = { "AES_128_GCM", "AES_256_GCM", "CHACHA20_POLY1305" })
	void isDecryptedByAnotherLibraryAndDecryptsItself(Algorithm algorithm) throws InvalidCipherTextException {
		byte[] associatedData = { 7, 8 };
		try (SecretBytes key = TestEngine.ENGINE.randoms().secret(algorithm.sizes().privateKey())) {
			for (int length : new int[] { 0, 1, 16, 1000, 65_536, 65_537, 300_000 }) {
				byte[] plaintext = new byte[length];
				new Random(length).nextBytes(plaintext);
				byte[] sealed = TestEngine.await(this.aead.encrypt(algorithm, key, plaintext, associatedData));
				assertThat(sealed).hasSize(length + BareAead.OVERHEAD_BYTES);
				assertThat(byBouncyCastle(algorithm, key, sealed, associatedData)).isEqualTo(plaintext);
				assertThat(TestEngine.await(this.aead.decrypt(algorithm, key, sealed, associatedData)))
					.isEqualTo(plaintext);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "AES_128_GCM", "AES_256_GCM", "CHACHA20_POLY1305" })
	void refusesEverythingElseAlike(Algorithm algorithm) {
		try (SecretBytes key = TestEngine.ENGINE.randoms().secret(algorithm.sizes().privateKey());
				SecretBytes other = TestEngine.ENGINE.randoms().secret(algorithm.sizes().privateKey())) {
			byte[] sealed = TestEngine.await(this.aead.encrypt(algorithm, key, new byte[100], new byte[1]));
			for (int position = 0; position < sealed.length; position += 9) {
				byte[] changed = sealed.clone();
				changed[position] ^= 1;
				refuses(algorithm, key, changed, new byte[1]);
			}
			refuses(algorithm, other, sealed, new byte[1]);
			refuses(algorithm, key, sealed, new byte[2]);
			refuses(algorithm, key, new byte[0], new byte[1]);
			refuses(algorithm, key, new byte[BareAead.OVERHEAD_BYTES - 1], new byte[1]);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "AES_128_GCM", "AES_256_GCM", "CHACHA20_POLY1305", "HMAC_SHA_256", "ML_KEM_768" })
	void refusesAKeyOfAnotherLength(Algorithm algorithm) {
		try (SecretBytes key = TestEngine.ENGINE.randoms().secret(31)) {
			StepVerifier.create(this.aead.encrypt(algorithm, key, new byte[1], new byte[0]))
				.verifyError(IllegalArgumentException.class);
		}
	}

	private void refuses(Algorithm algorithm, SecretBytes key, byte[] sealed, byte[] associatedData) {
		StepVerifier.create(this.aead.decrypt(algorithm, key, sealed, associatedData))
			.verifyErrorSatisfies((error) -> assertThat(error).isInstanceOf(DecryptionException.class)
				.hasMessage("decryption failed")
				.hasNoCause());
	}

	private static byte[] byBouncyCastle(Algorithm algorithm, SecretBytes key, byte[] sealed, byte[] associatedData)
			throws InvalidCipherTextException {
		AEADCipher cipher = (algorithm == Algorithm.CHACHA20_POLY1305) ? new ChaCha20Poly1305()
				: GCMBlockCipher.newInstance(AESEngine.newInstance());
		byte[] nonce = Arrays.copyOf(sealed, 12);
		cipher.init(false, new AEADParameters(new KeyParameter(key.toByteArray(TEST)), 128, nonce, associatedData));
		byte[] plaintext = new byte[cipher.getOutputSize(sealed.length - 12)];
		int written = cipher.processBytes(sealed, 12, sealed.length - 12, plaintext, 0);
		cipher.doFinal(plaintext, written);
		return plaintext;
	}

}
