package io.qnsp.crypto.signature;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Availability;
import io.qnsp.crypto.catalogue.Family;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.crypto.secret.SecretBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class SignaturesTests {

	private static final int FLIPS = 60;

	private final Signatures signatures = TestEngine.ENGINE.signatures();

	@ParameterizedTest
	@MethodSource("algorithms")
	void verifiesWhatItSigned(Algorithm algorithm) {
		Random random = new Random(4711);
		try (SigningKey key = generate(algorithm)) {
			for (int length : new int[] { 0, 1, 135, 136, 137, 1000, 100_000 }) {
				byte[] message = new byte[length];
				random.nextBytes(message);
				byte[] signature = TestEngine.await(this.signatures.sign(key, message));
				assertThat(signature).hasSizeLessThanOrEqualTo(algorithm.sizes().output());
				assertThat(verifies(key, message, signature)).as("%s bytes", length).isTrue();
			}
		}
	}

	@ParameterizedTest
	@MethodSource("algorithms")
	void refusesAnyFlippedBit(Algorithm algorithm) {
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
	@MethodSource("algorithms")
	void refusesFlipsAtTheEdgesOfASignature(Algorithm algorithm) {
		byte[] message = { 1, 2, 3 };
		try (SigningKey key = generate(algorithm)) {
			byte[] signature = TestEngine.await(this.signatures.sign(key, message));
			for (int bit : new int[] { 0, 7, 255, 256, signature.length * 8 - 8, signature.length * 8 - 1 }) {
				assertThat(verifies(key, message, flippedAt(signature, bit))).as("bit %s", bit).isFalse();
			}
		}
	}

	@ParameterizedTest
	@MethodSource("algorithms")
	void answersFalseForWrongLengths(Algorithm algorithm) {
		byte[] message = { 1 };
		try (SigningKey key = generate(algorithm)) {
			byte[] publicKey = key.publicKey();
			byte[] signature = TestEngine.await(this.signatures.sign(key, message));
			for (int length : new int[] { 0, 1, 31, 32, signature.length - 1, signature.length + 1, 10_000 }) {
				assertThat(verifies(key, message, Arrays.copyOf(signature, length))).isFalse();
			}
			for (int length : new int[] { 0, 1, 33, publicKey.length - 1, publicKey.length + 1, 10_000 }) {
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
		for (Algorithm algorithm : algorithms().toList()) {
			byte[] publicKey = new byte[algorithm.sizes().publicKey()];
			byte[] signature = new byte[algorithm.sizes().output()];
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
		try (SigningKey key = generate(Algorithm.ML_DSA_65)) {
			byte[] signature = TestEngine.await(this.signatures.sign(key, message, context));
			assertThat(verifies(key, message, signature, context)).isTrue();
			assertThat(verifies(key, message, signature, new byte[] { 2 })).isFalse();
			assertThat(verifies(key, message, signature)).isFalse();
			assertThat(verifies(key, message, signature, new byte[256])).isFalse();
		}
	}

	@Test
	void refusesTooLongAContextWhenSigning() {
		try (SigningKey key = generate(Algorithm.ML_DSA_44)) {
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
		try (SigningKey key = generate(Algorithm.ML_DSA_65)) {
			byte[] first = TestEngine.await(this.signatures.sign(key, new byte[8]));
			byte[] second = TestEngine.await(this.signatures.sign(key, new byte[8]));
			assertThat(first).isNotEqualTo(second);
		}
	}

	@ParameterizedTest
	@MethodSource("algorithms")
	void restoresTheSameKeyFromItsStoredForm(Algorithm algorithm) {
		try (SigningKey key = generate(algorithm);
				SecretBytes stored = key.secret().copy();
				SigningKey restored = TestEngine.await(this.signatures.open(algorithm, stored, key.publicKey()))) {
			assertThat(restored.publicKey()).isEqualTo(key.publicKey());
			byte[] signature = TestEngine.await(this.signatures.sign(restored, new byte[5]));
			assertThat(verifies(key, new byte[5], signature)).isTrue();
		}
	}

	@Test
	void refusesASeedOfAnotherLength() {
		try (SecretBytes seed = SecretBytes.takeOver(new byte[31])) {
			StepVerifier.create(this.signatures.open(Algorithm.ML_DSA_65, seed, new byte[1952]))
				.verifyErrorSatisfies((error) -> assertThat(error).isInstanceOf(IllegalArgumentException.class)
					.hasMessage("ML-DSA-65 private key: 31 bytes (expected: 32)"));
		}
	}

	@Test
	void refusesAClosedKey() {
		SigningKey key = generate(Algorithm.ML_DSA_65);
		byte[] publicKey = key.publicKey();
		key.close();
		key.close();
		StepVerifier.create(this.signatures.sign(key, new byte[1]))
			.verifyErrorSatisfies((error) -> assertThat(error).isInstanceOf(IllegalStateException.class)
				.hasMessage("ML-DSA-65 signing key: used after close"));
		assertThat(key.secret().isClosed()).isTrue();
		assertThat(key.publicKey()).isEqualTo(publicKey);
	}

	@Test
	void signaturesUnderWayWhenTheKeyClosesAreValidOrRefused() {
		SigningKey key = generate(Algorithm.ML_DSA_65);
		byte[] message = new byte[10];
		Flux<Boolean> outcomes = Flux.range(0, 200)
			.flatMap((round) -> this.signatures.sign(key, message)
				.doOnNext((signature) -> key.close())
				.flatMap((signature) -> this.signatures.verify(key.algorithm(), key.publicKey(), message, signature))
				.onErrorResume(IllegalStateException.class, (closed) -> Mono.just(true)), 200);
		assertThat(outcomes.collectList().block()).hasSize(200).containsOnly(true);
	}

	@Test
	void showsNoSecretAsText() {
		try (SigningKey key = generate(Algorithm.ML_DSA_87)) {
			assertThat(key).hasToString("SigningKey[ML-DSA-87]");
		}
	}

	/** All but those that take too long to sign often. */
	static Stream<Algorithm> algorithms() {
		return Stream.of(Algorithm.values())
			.filter((algorithm) -> algorithm.purposes().contains(Purpose.SIGNING)
					&& algorithm.availability() != Availability.VERIFY_ONLY
					&& algorithm.availability() != Availability.LEGACY && algorithm != Algorithm.RSA_4096)
			.filter((algorithm) -> algorithm.family() != Family.SLH_DSA || algorithm == Algorithm.SLH_DSA_SHA2_128F);
	}

	private SigningKey generate(Algorithm algorithm) {
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
