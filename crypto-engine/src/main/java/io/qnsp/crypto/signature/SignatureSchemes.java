package io.qnsp.crypto.signature;

import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Availability;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.crypto.encoding.KeyEncodings;
import io.qnsp.crypto.provider.Candidate;
import io.qnsp.crypto.provider.ProviderChoices;
import io.qnsp.crypto.provider.ProviderKind;
import io.qnsp.crypto.provider.SecurityProviders;

/**
 * Who signs and verifies what: the candidates for each algorithm, the fastest first as
 * measured on JDK 25 (the native library leads for ML-DSA, the curves and RSA; only
 * Bouncy Castle has the rest), and the one chosen.
 */
final class SignatureSchemes {

	private final Map<Algorithm, SignatureScheme> chosen = new EnumMap<>(Algorithm.class);

	private final Map<Algorithm, SignatureScheme> withContext = new EnumMap<>(Algorithm.class);

	private SignatureSchemes() {
	}

	/** Chooses for every algorithm; a provider that fails its test is passed over. */
	static SignatureSchemes choose(ProviderChoices choices, SecureRandom random) {
		SignatureSchemes schemes = new SignatureSchemes();
		for (Algorithm algorithm : Algorithm.values()) {
			if (algorithm.purposes().contains(Purpose.SIGNING)) {
				SignatureScheme scheme = choices.choose(operation(algorithm), candidates(algorithm),
						(candidate) -> SignatureKnownAnswers.hold(algorithm, candidate, random));
				schemes.chosen.put(algorithm, scheme);
				if (!scheme.takesContext() && takesContext(algorithm)) {
					schemes.withContext.put(algorithm, bouncyCastle(algorithm));
				}
			}
		}
		return schemes;
	}

	private static String operation(Algorithm algorithm) {
		return algorithm.id() + ((algorithm.availability() == Availability.VERIFY_ONLY) ? ".verify" : ".sign");
	}

	/**
	 * The scheme for an algorithm.
	 * @param context what signatures are bound to
	 * @throws IllegalArgumentException if it is no signature algorithm, or takes no
	 * context and is given one
	 */
	SignatureScheme of(Algorithm algorithm, byte[] context) {
		SignatureScheme scheme = this.chosen.get(algorithm);
		if (scheme == null) {
			throw new IllegalArgumentException(algorithm + " (expected: a signature algorithm)");
		}
		if (context.length == 0 || scheme.takesContext()) {
			return scheme;
		}
		SignatureScheme bound = this.withContext.get(algorithm);
		if (bound == null) {
			throw new IllegalArgumentException(algorithm + " context: " + context.length
					+ " bytes (expected: none, it is ML-DSA and SLH-DSA that take one)");
		}
		return bound;
	}

	static boolean takesContext(Algorithm algorithm) {
		return switch (algorithm.family()) {
			case ML_DSA, SLH_DSA -> true;
			default -> false;
		};
	}

	static List<Candidate<SignatureScheme>> candidates(Algorithm algorithm) {
		List<Candidate<SignatureScheme>> candidates = new ArrayList<>();
		if (isNative(algorithm)) {
			SecurityProviders.nativeLibrary()
				.ifPresent((provider) -> candidates
					.add(new Candidate<>(ProviderKind.NATIVE, () -> jca(algorithm, provider))));
		}
		if (isJdk(algorithm)) {
			candidates.add(new Candidate<>(ProviderKind.JDK, () -> jdk(algorithm)));
		}
		candidates.add(new Candidate<>(ProviderKind.BOUNCY_CASTLE, () -> bouncyCastle(algorithm)));
		return candidates;
	}

	private static boolean isNative(Algorithm algorithm) {
		return switch (algorithm.family()) {
			case ML_DSA, RSA, ECDSA, EDDSA -> true;
			case SLH_DSA -> algorithm == Algorithm.SLH_DSA_SHA2_128S;
			default -> false;
		};
	}

	private static boolean isJdk(Algorithm algorithm) {
		return switch (algorithm.family()) {
			case ML_DSA, RSA, ECDSA, EDDSA -> true;
			default -> false;
		};
	}

	private static SignatureScheme jdk(Algorithm algorithm) {
		return switch (algorithm.family()) {
			// the JDK reads no seeds
			case ML_DSA -> {
				BouncyCastleMlDsa expansion = new BouncyCastleMlDsa(algorithm);
				yield new JcaSignature(algorithm, JcaSignature.Names.of("ML-DSA", algorithm.nistName()),
						SecurityProviders.jdk("SUN"),
						(seed) -> KeyEncodings.expandedPkcs8(algorithm, expansion.expandedKey(seed)));
			}
			case RSA -> new JcaSignature(algorithm, new JcaSignature.Names("RSA", "RSASSA-PSS", pss()),
					SecurityProviders.jdk("SunRsaSign"));
			default -> jca(algorithm, SecurityProviders.jdk("SunEC"));
		};
	}

	static SignatureScheme bouncyCastle(Algorithm algorithm) {
		return switch (algorithm.family()) {
			case ML_DSA -> new BouncyCastleMlDsa(algorithm);
			case SLH_DSA -> new BouncyCastleSlhDsa(algorithm);
			case FN_DSA -> new BouncyCastleFalcon(algorithm);
			case STATEFUL_HASH -> (algorithm == Algorithm.LMS) ? new BouncyCastleHss() : new BouncyCastleXmss();
			default -> jca(algorithm, SecurityProviders.bouncyCastle());
		};
	}

	private static SignatureScheme jca(Algorithm algorithm, Provider provider) {
		JcaSignature.Names names = switch (algorithm.family()) {
			case RSA -> new JcaSignature.Names("RSA", "SHA256withRSA/PSS", pss());
			case ECDSA -> JcaSignature.Names.of("EC",
					(algorithm == Algorithm.ECDSA_P256) ? "SHA256withECDSA" : "SHA384withECDSA");
			case EDDSA -> JcaSignature.Names.of("Ed25519", "Ed25519");
			case COMPOSITE_SIGNATURE -> JcaSignature.Names.of(compositeName(algorithm), compositeName(algorithm));
			case SLH_DSA -> JcaSignature.Names.of(upperCase(algorithm), upperCase(algorithm));
			default -> JcaSignature.Names.of(algorithm.nistName(), algorithm.nistName());
		};
		return new JcaSignature(algorithm, names, provider);
	}

	/** RSASSA-PSS with SHA-256, a salt as long as the hash (FIPS 186-5, section 5.4). */
	private static PSSParameterSpec pss() {
		return new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);
	}

	static String compositeName(Algorithm composite) {
		return composite.aliases().getFirst();
	}

	private static String upperCase(Algorithm algorithm) {
		return algorithm.nistName().toUpperCase(Locale.ROOT);
	}

}
