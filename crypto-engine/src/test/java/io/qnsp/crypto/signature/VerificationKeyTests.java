package io.qnsp.crypto.signature;

import java.util.Arrays;
import java.util.stream.Stream;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.catalogue.Algorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class VerificationKeyTests {

	private static final byte[] NO_CONTEXT = {};

	private final Signatures signatures = TestEngine.ENGINE.signatures();

	@ParameterizedTest
	@MethodSource("algorithms")
	void verifiesManyTimesOnSeveralThreadsWhatTheKeySigned(Algorithm algorithm) {
		byte[] message = { 1, 2, 3 };
		try (SigningKey key = TestEngine.await(this.signatures.generate(algorithm))) {
			byte[] signature = TestEngine.await(this.signatures.sign(key, message));
			VerificationKey decoded = TestEngine.await(this.signatures.verificationKey(algorithm, key.publicKey()));
			assertThat(decoded.publicKey()).isEqualTo(key.publicKey());
			assertThat(decoded.algorithm()).isEqualTo(algorithm);
			assertThat(Flux.range(0, 64)
				.flatMap((round) -> this.signatures
					.verify(decoded, (round % 2 == 0) ? message : new byte[round], signature, NO_CONTEXT)
					.map((valid) -> valid == (round % 2 == 0)), 16)
				.collectList()
				.block()).hasSize(64).containsOnly(true);
			byte[] changed = signature.clone();
			changed[changed.length / 2] ^= 1;
			assertThat(TestEngine.await(this.signatures.verify(decoded, message, changed, NO_CONTEXT))).isFalse();
			assertThat(
					TestEngine.await(this.signatures.verify(decoded, message, Arrays.copyOf(signature, 7), NO_CONTEXT)))
				.isFalse();
		}
	}

	@ParameterizedTest
	@MethodSource("algorithms")
	void refusesAKeyOfAnotherLength(Algorithm algorithm) {
		for (int length : new int[] { 0, 1, algorithm.sizes().publicKey() + 1 }) {
			StepVerifier.create(this.signatures.verificationKey(algorithm, new byte[length]))
				.verifyError(IllegalArgumentException.class);
		}
	}

	@Test
	void verifiesUnderAContextAndUnderNone() {
		byte[] context = { 9 };
		for (Algorithm algorithm : new Algorithm[] { Algorithm.ML_DSA_65, Algorithm.SLH_DSA_SHA2_128F }) {
			try (SigningKey key = TestEngine.await(this.signatures.generate(algorithm))) {
				VerificationKey decoded = TestEngine.await(this.signatures.verificationKey(algorithm, key.publicKey()));
				byte[] bound = TestEngine.await(this.signatures.sign(key, new byte[4], context));
				byte[] plain = TestEngine.await(this.signatures.sign(key, new byte[4]));
				assertThat(verifies(decoded, bound, context)).isTrue();
				assertThat(verifies(decoded, plain, NO_CONTEXT)).isTrue();
				assertThat(verifies(decoded, bound, NO_CONTEXT)).isFalse();
				assertThat(verifies(decoded, plain, context)).isFalse();
				assertThat(verifies(decoded, bound, new byte[256])).isFalse();
			}
		}
	}

	@Test
	void answersFalseUnderAContextThatTheAlgorithmDoesNotTake() {
		try (SigningKey key = TestEngine.await(this.signatures.generate(Algorithm.ED25519))) {
			VerificationKey decoded = this.signatures.verificationKeyHere(Algorithm.ED25519, key.publicKey());
			byte[] signature = TestEngine.await(this.signatures.sign(key, new byte[4]));
			assertThat(verifies(decoded, signature, NO_CONTEXT)).isTrue();
			assertThat(verifies(decoded, signature, new byte[1])).isFalse();
		}
	}

	@Test
	void keepsItsKeyWhateverTheCallerDoesToTheArray() {
		try (SigningKey key = TestEngine.await(this.signatures.generate(Algorithm.ML_DSA_44))) {
			byte[] raw = key.publicKey();
			VerificationKey decoded = this.signatures.verificationKeyHere(Algorithm.ML_DSA_44, raw);
			Arrays.fill(raw, (byte) 0);
			byte[] signature = TestEngine.await(this.signatures.sign(key, new byte[4], new byte[2]));
			assertThat(verifies(decoded, signature, new byte[2])).isTrue();
			assertThat(decoded).hasToString("VerificationKey[ML-DSA-44]");
		}
	}

	private boolean verifies(VerificationKey key, byte[] signature, byte[] context) {
		return TestEngine.await(this.signatures.verify(key, new byte[4], signature, context));
	}

	static Stream<Algorithm> algorithms() {
		return SignaturesTests.algorithms();
	}

}
