package io.qnsp.crypto.signature;

import java.util.stream.Stream;

import io.qnsp.crypto.TestEngine;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.jca.RawKeyPair;
import io.qnsp.crypto.provider.Candidate;
import io.qnsp.crypto.secret.SecretBytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one provider signs every other verifies, from the same stored key.
 */
class CrossProviderTests {

	private static final byte[] MESSAGE = { 1, 2, 3 };

	private static final byte[] NO_CONTEXT = {};

	@ParameterizedTest
	@MethodSource("algorithmsOfSeveralProviders")
	void everyProviderVerifiesWhatEveryOtherSigned(Algorithm algorithm) {
		RawKeyPair key = SignatureKeys.generate(algorithm, TestEngine.ENGINE.randoms());
		try (SecretBytes secret = key.secret()) {
			for (Candidate<SignatureScheme> signing : SignatureSchemes.candidates(algorithm)) {
				byte[] signature = sign(signing.make().get(), secret);
				for (Candidate<SignatureScheme> verifying : SignatureSchemes.candidates(algorithm)) {
					assertThat(verifying.make().get().verify(key.publicKey(), MESSAGE, signature, NO_CONTEXT))
						.as("%s signed, %s verifies", signing.provider(), verifying.provider())
						.isTrue();
				}
			}
		}
	}

	@ParameterizedTest
	@EnumSource(names = "SLH_DSA_.*", mode = EnumSource.Mode.MATCH_ANY)
	void everySlhDsaParameterSetSignsAndVerifiesAtItsSize(Algorithm algorithm) {
		SignatureScheme scheme = SignatureSchemes.bouncyCastle(algorithm);
		RawKeyPair key = SignatureKeys.generate(algorithm, TestEngine.ENGINE.randoms());
		try (SecretBytes secret = key.secret()) {
			assertThat(secret.length()).isEqualTo(algorithm.sizes().privateKey());
			assertThat(key.publicKey()).hasSize(algorithm.sizes().publicKey());
			byte[] signature = sign(scheme, secret);
			assertThat(signature).hasSize(algorithm.sizes().output());
			assertThat(scheme.verify(key.publicKey(), MESSAGE, signature, NO_CONTEXT)).isTrue();
			assertThat(scheme.verify(key.publicKey(), new byte[3], signature, NO_CONTEXT)).isFalse();
		}
	}

	private static byte[] sign(SignatureScheme scheme, SecretBytes secret) {
		try (Signer signer = scheme.signer(secret)) {
			return signer.sign(MESSAGE, NO_CONTEXT, TestEngine.ENGINE.randoms().asSecureRandom());
		}
	}

	static Stream<Algorithm> algorithmsOfSeveralProviders() {
		return Stream.of(Algorithm.ML_DSA_44, Algorithm.ML_DSA_65, Algorithm.ML_DSA_87, Algorithm.RSA_3072,
				Algorithm.ECDSA_P256, Algorithm.ECDSA_P384, Algorithm.ED25519, Algorithm.SLH_DSA_SHA2_128S);
	}

}
