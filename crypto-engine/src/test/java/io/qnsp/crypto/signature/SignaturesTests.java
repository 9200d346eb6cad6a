package io.qnsp.crypto.signature;

import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Random;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class SignaturesTests {

	private static final int FLIPS = 60;

	private final Signatures signatures = TestEngine.ENGINE.signatures();

	@ParameterizedTest
	@EnumSource
	void verifiesWhatItSigned(SignatureAlgorithm algorithm) {
		Random random = new Random(4711);
		try (SigningKey key = generate(algorithm)) {
			for (int length : new int[] { 0, 1, 135, 136, 137, 1000, 100_000 }) {
				byte[] message = new byte[length];
				random.nextBytes(message);
				byte[] signature = TestEngine.await(this.signatures.sign(key, message));
				assertThat(signature).hasSize(algorithm.signatureBytes());
				assertThat(verifies(key, message, signature)).as("%s bytes", length).isTrue();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void refusesAnyFlippedBit(SignatureAlgorithm algorithm) {
		Random random = new Random(algorithm.ordinal());
		byte[] message = new byte[100];
		random.nextBytes(message);
		try (SigningKey key = generate(algorithm)) {
			byte[] publicKey = key.publicKey();
			byte[] signature = TestEngine.await(this.signatures.sign(key, message));
			Flux<Boolean> verdicts = Flux.range(0, FLIPS)
				.concatMap((round) -> Flux.concat(
						this.signatures.verify(algorithm, publicKey, flipped(message, random), signature),
						this.signatures.verify(algorithm, publicKey, message, flipped(signature, random)),
						this.signatures.verify(algorithm, flipped(publicKey, random), message, signature)));
			assertThat(verdicts.collectList().block()).hasSize(3 * FLIPS).containsOnly(false);
		}
	}

	@ParameterizedTest
	@EnumSource
	void refusesFlipsAtTheEdgesOfASignature(SignatureAlgorithm algorithm) {
		byte[] message = { 1, 2, 3 };
		try (SigningKey key = generate(algorithm)) {
			byte[] signature = TestEngine.await(this.signatures.sign(key, message));
			for (int bit : new int[] { 0, 7, 255, 256, signature.length * 8 - 8, signature.length * 8 - 1 }) {
				assertThat(verifies(key, message, flippedAt(signature, bit))).as("bit %s", bit).isFalse();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void answersFalseForWrongLengths(SignatureAlgorithm algorithm) {
		byte[] message = { 1 };
		try (SigningKey key = generate(algorithm)) {
			byte[] publicKey = key.publicKey();
			byte[] signature = TestEngine.await(this.signatures.sign(key, message));
			for (int length : new int[] { 0, 1, 31, 32, signature.length - 1, signature.length + 1, 10_000 }) {
				assertThat(verifies(key, message, Arrays.copyOf(signature, length))).isFalse();
			}
			for (int length : new int[] { 0, 1, 32, publicKey.length - 1, publicKey.length + 1, 10_000 }) {
				Mono<Boolean> verdict = this.signatures.verify(algorithm, Arrays.copyOf(publicKey, length), message,
						signature);
				assertThat(TestEngine.await(verdict)).isFalse();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 4, 5, 6, 7 })
	void answersForGarbageOfTheRightLength(int seed) {
		Random random = new Random(seed);
		for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
			byte[] publicKey = new byte[algorithm.publicKeyBytes()];
			byte[] signature = new byte[algorithm.signatureBytes()];
			random.nextBytes(publicKey);
			random.nextBytes(signature);
			assertThat(TestEngine.await(this.signatures.verify(algorithm, publicKey, new byte[3], signature)))
				.isFalse();
		}
	}

	@Test
	void separatesContexts() {
		byte[] message = { 42 };
		byte[] context = { 1 };
		try (SigningKey key = generate(SignatureAlgorithm.ML_DSA_65)) {
			byte[] signature = TestEngine.await(this.signatures.sign(key, message, context));
			assertThat(verifies(key, message, signature, context)).isTrue();
			assertThat(verifies(key, message, signature, new byte[] { 2 })).isFalse();
			assertThat(verifies(key, message, signature)).isFalse();
			assertThat(verifies(key, message, signature, new byte[256])).isFalse();
		}
	}

	@Test
	void refusesTooLongAContextWhenSigning() {
		try (SigningKey key = generate(SignatureAlgorithm.ML_DSA_44)) {
			StepVerifier.create(this.signatures.sign(key, new byte[1], new byte[256]))
				.verifyErrorSatisfies((error) -> assertThat(error).isInstanceOf(IllegalArgumentException.class)
					.hasMessage("context: 256 bytes (expected: 0..255)"));
			byte[] longest = new byte[255];
			byte[] signature = TestEngine.await(this.signatures.sign(key, new byte[1], longest));
			assertThat(verifies(key, new byte[1], signature, longest)).isTrue();
		}
	}

	@Test
	void hedgesSoThatTwoSignaturesDiffer() {
		try (SigningKey key = generate(SignatureAlgorithm.ML_DSA_65)) {
			byte[] first = TestEngine.await(this.signatures.sign(key, new byte[8]));
			byte[] second = TestEngine.await(this.signatures.sign(key, new byte[8]));
			assertThat(first).isNotEqualTo(second);
		}
	}

	@ParameterizedTest
	@EnumSource
	void restoresTheSameKeyFromItsSeed(SignatureAlgorithm algorithm) {
		try (SigningKey key = generate(algorithm);
				SecretBytes stored = key.seed().copy();
				SigningKey restored = TestEngine.await(this.signatures.fromSeed(algorithm, stored))) {
			assertThat(restored.publicKey()).isEqualTo(key.publicKey());
			byte[] signature = TestEngine.await(this.signatures.sign(restored, new byte[5]));
			assertThat(verifies(key, new byte[5], signature)).isTrue();
		}
	}

	@Test
	void refusesASeedOfAnotherLength() {
		try (SecretBytes seed = SecretBytes.takeOver(new byte[31])) {
			StepVerifier.create(this.signatures.fromSeed(SignatureAlgorithm.ML_DSA_65, seed))
				.verifyErrorSatisfies((error) -> assertThat(error).isInstanceOf(IllegalArgumentException.class)
					.hasMessage("ML-DSA-65 seed: 31 bytes (expected: 32)"));
		}
	}

	@Test
	void refusesAClosedKey() {
		SigningKey key = generate(SignatureAlgorithm.ML_DSA_65);
		byte[] publicKey = key.publicKey();
		key.close();
		key.close();
		StepVerifier.create(this.signatures.sign(key, new byte[1]))
			.verifyErrorSatisfies((error) -> assertThat(error).isInstanceOf(IllegalStateException.class)
				.hasMessage("ML-DSA-65 signing key: used after close"));
		assertThat(key.seed().isClosed()).isTrue();
		assertThat(key.publicKey()).isEqualTo(publicKey);
	}

	@Test
	void signaturesUnderWayWhenTheKeyClosesAreValidOrRefused() {
		SigningKey key = generate(SignatureAlgorithm.ML_DSA_65);
		byte[] message = new byte[10];
		Flux<Boolean> outcomes = Flux.range(0, 200)
			.flatMap((round) -> this.signatures.sign(key, message)
				.doOnNext((signature) -> key.close())
				.flatMap((signature) -> this.signatures.verify(key.algorithm(), key.publicKey(), message, signature))
				.onErrorResume(IllegalStateException.class, (closed) -> Mono.just(true)), 200);
		assertThat(outcomes.collectList().block()).hasSize(200).containsOnly(true);
	}

	@ParameterizedTest
	@EnumSource
	void isVerifiedByTheJdk(SignatureAlgorithm algorithm) throws Exception {
		byte[] message = { 9, 9, 9 };
		try (SigningKey key = generate(algorithm)) {
			byte[] signature = TestEngine.await(this.signatures.sign(key, message));
			byte[] spki = SubjectPublicKeyInfoFactory
				.createSubjectPublicKeyInfo(new MLDSAPublicKeyParameters(algorithm.parameters(), key.publicKey()))
				.getEncoded();
			Signature jdk = Signature.getInstance(algorithm.nistName(), "SUN");
			jdk.initVerify(
					KeyFactory.getInstance(algorithm.nistName(), "SUN").generatePublic(new X509EncodedKeySpec(spki)));
			jdk.update(message);
			assertThat(jdk.verify(signature)).isTrue();
		}
	}

	@Test
	void showsNoSecretAsText() {
		try (SigningKey key = generate(SignatureAlgorithm.ML_DSA_87)) {
			assertThat(key).hasToString("SigningKey[ML-DSA-87]");
		}
	}

	private SigningKey generate(SignatureAlgorithm algorithm) {
		return TestEngine.await(this.signatures.generate(algorithm));
	}

	private boolean verifies(SigningKey key, byte[] message, byte[] signature) {
		return TestEngine.await(this.signatures.verify(key.algorithm(), key.publicKey(), message, signature));
	}

	private boolean verifies(SigningKey key, byte[] message, byte[] signature, byte[] context) {
		return TestEngine.await(this.signatures.verify(key.algorithm(), key.publicKey(), message, signature, context));
	}

	private static byte[] flipped(byte[] bytes, Random random) {
		return flippedAt(bytes, random.nextInt(bytes.length * Byte.SIZE));
	}

	private static byte[] flippedAt(byte[] bytes, int bit) {
		byte[] copy = bytes.clone();
		copy[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
		return copy;
	}

}
