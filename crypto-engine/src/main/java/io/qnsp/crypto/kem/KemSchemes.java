package io.qnsp.crypto.kem;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Family;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.crypto.encoding.KeyEncodings;
import io.qnsp.crypto.provider.Candidate;
import io.qnsp.crypto.provider.ProviderChoices;
import io.qnsp.crypto.provider.ProviderKind;
import io.qnsp.crypto.provider.SecurityProviders;
import io.qnsp.crypto.random.Randoms;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;

/**
 * Who encapsulates what: the candidates for each algorithm, the fastest first as measured
 * on JDK 25 (the JDK leads for ML-KEM; the native library's KEM does not work on an
 * OpenJDK), and the one chosen.
 */
final class KemSchemes {

	private static final SecretAccess LOADING = SecretAccess.because("private key for a KEM of the JDK");

	private final Map<Algorithm, KemScheme> chosen = new EnumMap<>(Algorithm.class);

	private KemSchemes() {
	}

	/** Chooses for every KEM; a provider that fails its test is passed over. */
	static KemSchemes choose(ProviderChoices choices, Randoms randoms) {
		KemSchemes schemes = new KemSchemes();
		for (Algorithm algorithm : Algorithm.values()) {
			if (algorithm.purposes().contains(Purpose.KEM) || algorithm.family() == Family.RSA) {
				schemes.chosen.put(algorithm, choices.choose(algorithm.id() + ".kem", schemes.candidates(algorithm),
						(candidate) -> KemKnownAnswers.hold(algorithm, candidate, randoms)));
			}
		}
		return schemes;
	}

	/**
	 * The scheme for an algorithm.
	 * @throws IllegalArgumentException if it is no KEM
	 */
	KemScheme of(Algorithm algorithm) {
		KemScheme scheme = this.chosen.get(algorithm);
		if (scheme == null) {
			throw new IllegalArgumentException(algorithm + " (expected: a key encapsulation mechanism)");
		}
		return scheme;
	}

	private List<Candidate<KemScheme>> candidates(Algorithm algorithm) {
		return switch (algorithm.family()) {
			case ML_KEM -> List.of(new Candidate<>(ProviderKind.JDK, () -> jdkMlKem(algorithm)),
					new Candidate<>(ProviderKind.BOUNCY_CASTLE, () -> new BouncyCastleMlKem(algorithm)));
			case XDH -> List.of(new Candidate<>(ProviderKind.JDK, () -> diffieHellman(algorithm, "X25519", "SunEC")));
			case ECDH -> List.of(new Candidate<>(ProviderKind.JDK, () -> diffieHellman(algorithm, "EC", "SunEC")));
			case HYBRID_KEM -> List.of(new Candidate<>(ProviderKind.BOUNCY_CASTLE, () -> hybrid(algorithm)));
			case RSA -> rsa(algorithm);
			case HQC -> List.of(new Candidate<>(ProviderKind.BOUNCY_CASTLE, () -> new Hqc(algorithm)));
			default -> throw new IllegalArgumentException(algorithm + " (expected: a key encapsulation mechanism)");
		};
	}

	private static List<Candidate<KemScheme>> rsa(Algorithm algorithm) {
		List<Candidate<KemScheme>> candidates = new ArrayList<>();
		SecurityProviders.nativeLibrary()
			.ifPresent((provider) -> candidates
				.add(new Candidate<>(ProviderKind.NATIVE, () -> new RsaOaep(algorithm, provider, provider))));
		candidates.add(new Candidate<>(ProviderKind.JDK,
				() -> new RsaOaep(algorithm, SecurityProviders.jdk("SunRsaSign"), SecurityProviders.jdk("SunJCE"))));
		return candidates;
	}

	// The JDK reads no seeds.
	static KemScheme jdkMlKem(Algorithm algorithm) {
		BouncyCastleMlKem expansion = new BouncyCastleMlKem(algorithm);
		return new JcaKem(algorithm, algorithm.nistName(), "ML-KEM", "SunJCE",
				(seed) -> KeyEncodings.expandedPkcs8(algorithm, expansion.expandedKey(seed)));
	}

	static KemScheme diffieHellman(Algorithm algorithm, String keyName, String keyProvider) {
		return new JcaKem(algorithm, "DHKEM", keyName, keyProvider, (secret) -> pkcs8(algorithm, secret));
	}

	private static byte[] pkcs8(Algorithm algorithm, SecretBytes secret) {
		return secret.read(LOADING, (raw) -> KeyEncodings.pkcs8(algorithm, raw));
	}

	private KemScheme hybrid(Algorithm algorithm) {
		return (algorithm == Algorithm.X_WING) ? new XWing() : new X25519MlKem768(of(Algorithm.ML_KEM_768));
	}

}
