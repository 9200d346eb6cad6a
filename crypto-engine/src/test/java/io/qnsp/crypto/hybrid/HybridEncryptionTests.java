package io.qnsp.crypto.hybrid;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Stream;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.crypto.kem.DecapsulationKey;
import io.qnsp.crypto.kem.EncapsulationKey;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.modes.AEADCipher;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class HybridEncryptionTests {

	private static final byte[] MESSAGE = "for your eyes only".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] DATA = { 4, 2 };

	private final HybridEncryption hybrid = TestEngine.ENGINE.hybridEncryption();

	static Stream<Algorithm> algorithms() {
		return Stream.concat(Stream.of(Algorithm.RSA_3072),
				Stream.of(Algorithm.values()).filter((algorithm) -> algorithm.purposes().contains(Purpose.KEM)));
	}

	@ParameterizedTest
	@MethodSource("algorithms")
	void decryptsWhatItEncrypted(Algorithm algorithm) {
		try (DecapsulationKey key = generate(algorithm)) {
			for (int length : new int[] { 0, 1, 1000, 100_000 }) {
				byte[] sealed = TestEngine
					.await(this.hybrid.encrypt(algorithm, key.publicKey(), new byte[length], DATA));
				assertThat(sealed).hasSize(length + HybridEncryption.overhead(algorithm));
				assertThat(TestEngine.await(this.hybrid.decrypt(key, sealed, DATA))).isEqualTo(new byte[length]);
			}
		}
	}

	@Test
	void decryptsWhatSomebodyElseHasDecapsulated() {
		Algorithm algorithm = Algorithm.ML_KEM_768;
		try (DecapsulationKey key = generate(algorithm)) {
			byte[] sealed = TestEngine.await(this.hybrid.encrypt(algorithm, key.publicKey(), MESSAGE, DATA));
			byte[] encapsulated = HybridEncryption.encapsulated(algorithm, sealed);
			try (SecretBytes secret = TestEngine.await(TestEngine.ENGINE.kems().decapsulate(key, encapsulated));
					SecretBytes another = SecretBytes.takeOver(new byte[32])) {
				assertThat(TestEngine.await(this.hybrid.decrypt(algorithm, secret, sealed, DATA))).isEqualTo(MESSAGE);
				StepVerifier.create(this.hybrid.decrypt(algorithm, another, sealed, DATA))
					.verifyError(DecryptionException.class);
				StepVerifier.create(this.hybrid.decrypt(algorithm, secret, sealed, MESSAGE))
					.verifyError(DecryptionException.class);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("algorithms")
	void encryptsOftenToADecodedKey(Algorithm algorithm) {
		try (DecapsulationKey key = generate(algorithm)) {
			EncapsulationKey decoded = TestEngine
				.await(TestEngine.ENGINE.kems().encapsulationKey(algorithm, key.publicKey()));
			byte[] first = TestEngine.await(this.hybrid.encrypt(decoded, MESSAGE, DATA));
			byte[] second = TestEngine.await(this.hybrid.encrypt(decoded, MESSAGE, DATA));
			assertThat(first).isNotEqualTo(second);
			assertThat(TestEngine.await(this.hybrid.decrypt(key, first, DATA))).isEqualTo(MESSAGE);
			assertThat(TestEngine.await(this.hybrid.decrypt(key, second, DATA))).isEqualTo(MESSAGE);
		}
	}

	@ParameterizedTest
	@MethodSource("algorithms")
	void refusesEverythingElseAlike(Algorithm algorithm) {
		try (DecapsulationKey key = generate(algorithm); DecapsulationKey other = generate(algorithm)) {
			byte[] sealed = TestEngine.await(this.hybrid.encrypt(algorithm, key.publicKey(), MESSAGE, DATA));
			int step = sealed.length / 20;
			for (int position = 0; position < sealed.length; position += step) {
				byte[] changed = sealed.clone();
				changed[position] ^= 1;
				refuses(key, changed, DATA);
			}
			refuses(other, sealed, DATA);
			refuses(key, sealed, new byte[0]);
			refuses(key, new byte[0], DATA);
			refuses(key, Arrays.copyOf(sealed, sealed.length - 1), DATA);
			refuses(key, Arrays.copyOf(sealed, HybridEncryption.overhead(algorithm) - 1), DATA);
		}
	}

	/** The documented steps, with nothing of the engine but the public key. */
	@Test
	void decryptsWhatAnOutsideClientEncryptedByTheDocumentedSteps() throws InvalidCipherTextException {
		try (DecapsulationKey key = generate(Algorithm.ML_KEM_768)) {
			SecureRandom random = new SecureRandom();
			SecretWithEncapsulation made = new MLKEMGenerator(random)
				.generateEncapsulated(new MLKEMPublicKeyParameters(MLKEMParameters.ml_kem_768, key.publicKey()));
			HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
			hkdf.init(new HKDFParameters(made.getSecret(), made.getEncapsulation(),
					"qnsp hybrid encryption v1\0ML-KEM-768".getBytes(StandardCharsets.US_ASCII)));
			byte[] dataKey = new byte[32];
			hkdf.generateBytes(dataKey, 0, 32);
			byte[] nonce = new byte[12];
			random.nextBytes(nonce);
			AEADCipher gcm = GCMBlockCipher.newInstance(AESEngine.newInstance());
			gcm.init(true, new AEADParameters(new KeyParameter(dataKey), 128, nonce, new byte[] { 1, 4, 2 }));
			byte[] ciphertext = new byte[gcm.getOutputSize(MESSAGE.length)];
			gcm.doFinal(ciphertext, gcm.processBytes(MESSAGE, 0, MESSAGE.length, ciphertext, 0));
			ByteArrayOutputStream sealed = new ByteArrayOutputStream();
			sealed.write(1);
			sealed.writeBytes(made.getEncapsulation());
			sealed.writeBytes(nonce);
			sealed.writeBytes(ciphertext);
			assertThat(TestEngine.await(this.hybrid.decrypt(key, sealed.toByteArray(), DATA))).isEqualTo(MESSAGE);
		}
	}

	private DecapsulationKey generate(Algorithm algorithm) {
		return TestEngine.await(TestEngine.ENGINE.kems().generate(algorithm));
	}

	private void refuses(DecapsulationKey key, byte[] sealed, byte[] data) {
		StepVerifier.create(this.hybrid.decrypt(key, sealed, data))
			.verifyErrorSatisfies((error) -> assertThat(error).isInstanceOf(DecryptionException.class)
				.hasMessage("decryption failed")
				.hasNoCause());
	}

}
