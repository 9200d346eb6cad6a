package io.qnsp.kms.byohsm.operation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.qnsp.core.error.QnspException;
import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmSignatureScheme;
import io.qnsp.hsm.HsmWrapScheme;
import io.qnsp.kms.byohsm.key.KeyPurpose;
import io.qnsp.kms.byohsm.key.StoredHsmKey;
import org.jspecify.annotations.Nullable;

/**
 * Which way a key signs or wraps.
 */
final class Schemes {

	/** The order of preference, for each family. */
	private static final List<HsmWrapScheme> PREFERRED = List.of(HsmWrapScheme.AES_KWP, HsmWrapScheme.AES_GCM,
			HsmWrapScheme.AES_KW, HsmWrapScheme.RSA_OAEP_SHA256, HsmWrapScheme.RSA_OAEP_SHA1);

	private static final int BLOCK = 8;

	private static final int SHA1_BYTES = 20;

	private static final int SHA256_BYTES = 32;

	private Schemes() {
	}

	/**
	 * Refuses what a key is not for.
	 */
	static void require(StoredHsmKey key, KeyPurpose purpose) {
		if (!key.purposes().contains(purpose)) {
			throw QnspException.unprocessable("keyId", "the %s key is not for %s (expected: a key with that purpose)"
				.formatted(key.algorithm(), purpose.wireName()));
		}
	}

	/**
	 * How a key signs.
	 * @param key a key that HSMs know
	 * @param named what the caller says, or {@code null} for the usual way
	 * @param capabilities what the HSM can do
	 * @return the scheme; a 422 with the ways that fit
	 */
	static HsmSignatureScheme signature(HsmKeyAlgorithm key, @Nullable String named, HsmCapabilities capabilities) {
		Optional<HsmSignatureScheme> scheme = (named == null) ? HsmSignatureScheme.usual(key)
				: HsmSignatureScheme.named(named, key);
		HsmSignatureScheme fitting = scheme.orElseThrow(
				() -> unfit(key.label(), HsmSignatureScheme.of(key).stream().map(HsmSignatureScheme::label).toList()));
		requireAble(fitting.label(), capabilities.signatures().contains(fitting), capabilities);
		return fitting;
	}

	private static void requireAble(String label, boolean able, HsmCapabilities capabilities) {
		if (!able) {
			String reason = capabilities.missing()
				.stream()
				.filter((missing) -> missing.startsWith(label + ": "))
				.findFirst()
				.orElse(label);
			throw QnspException.unprocessable("algorithm", "The HSM could not do it when it was validated: " + reason);
		}
	}

	/**
	 * The name of a scheme in answers: a post-quantum key says more than its scheme.
	 */
	static String label(HsmSignatureScheme scheme, HsmKeyAlgorithm key) {
		return (scheme == HsmSignatureScheme.ML_DSA) ? key.label() : scheme.label();
	}

	/**
	 * Refuses another name than that of a key which works in one way alone.
	 */
	static void requireOwn(StoredHsmKey key, @Nullable String named) {
		if (named != null && !named.equalsIgnoreCase(key.algorithm())) {
			throw unfit(key.algorithm(), List.of(key.algorithm()));
		}
	}

	/**
	 * How a key wraps.
	 * @param key an AES or RSA key
	 * @param named what the caller says, or {@code null} for the best that the HSM can do
	 * @param capabilities what the HSM can do
	 * @return the scheme; a 422 with the ways that fit
	 */
	static HsmWrapScheme wrap(HsmKeyAlgorithm key, @Nullable String named, HsmCapabilities capabilities) {
		List<HsmWrapScheme> fitting = PREFERRED.stream().filter((scheme) -> scheme.family() == key.family()).toList();
		if (named != null) {
			HsmWrapScheme meant = fitting.stream()
				.filter((scheme) -> scheme.label().equalsIgnoreCase(named))
				.findFirst()
				.orElseThrow(() -> unfit(key.label(), fitting.stream().map(HsmWrapScheme::label).toList()));
			requireAble(meant.label(), capabilities.wraps().contains(meant), capabilities);
			return meant;
		}
		return fitting.stream()
			.filter(capabilities.wraps()::contains)
			.findFirst()
			.orElseThrow(() -> QnspException.unprocessable("algorithm",
					"The HSM wraps with %s keys in none of the ways %s".formatted(key.label(),
							fitting.stream().map(HsmWrapScheme::label).collect(Collectors.joining(", ")))));
	}

	/**
	 * Refuses a key that a scheme can't wrap.
	 */
	static void requireFit(HsmWrapScheme scheme, HsmKeyAlgorithm key, int bytes) {
		String problem = switch (scheme) {
			case AES_KW -> (bytes % BLOCK == 0 && bytes >= 2 * BLOCK) ? null : "16 bytes or more, in steps of 8";
			case AES_KWP, AES_GCM -> null;
			case RSA_OAEP_SHA1 -> longest(bytes, key, SHA1_BYTES);
			case RSA_OAEP_SHA256 -> longest(bytes, key, SHA256_BYTES);
		};
		if (problem != null) {
			throw QnspException.unprocessable("keyToWrap",
					"%d bytes for %s with %s (expected: %s)".formatted(bytes, scheme.label(), key.label(), problem));
		}
	}

	private static @Nullable String longest(int bytes, HsmKeyAlgorithm key, int hash) {
		int longest = key.size() / Byte.SIZE - 2 * hash - 2;
		return (bytes <= longest) ? null : "at most " + longest;
	}

	private static QnspException unfit(String key, List<String> fitting) {
		return QnspException.unprocessable("algorithm", fitting.isEmpty() ? "keys of %s don't do that".formatted(key)
				: "not for a key of %s (expected: %s)".formatted(key, String.join(", ", fitting)));
	}

	/**
	 * Whether an HSM wraps with a key, instead of the engine with its public part.
	 */
	static boolean wrapsInHsm(HsmKeyAlgorithm key) {
		return Arrays.stream(HsmWrapScheme.values()).anyMatch((scheme) -> scheme.family() == key.family());
	}

}
