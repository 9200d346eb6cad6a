package io.qnsp.kms.byohsm.key;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Family;
import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmKeyRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a key is to be.
 *
 * @param type what kind
 * @param name the algorithm's standard name
 * @param inHsm the same for an HSM; {@code null} for what no HSM makes
 * @param inSoftware the same for the crypto engine; {@code null} for what is never made
 * outside of an HSM
 * @param purposes what it may do, in the order of the enum
 */
record KeyPlan(KeyType type, String name, @Nullable HsmKeyAlgorithm inHsm, @Nullable Algorithm inSoftware,
		List<KeyPurpose> purposes) {

	private static final int AES_BITS = 256;

	private static final int RSA_BITS = 3072;

	private static final int EC_BITS = 256;

	/**
	 * Reads what a caller wants.
	 * @param request the request, checked
	 * @return the plan
	 * @throws QnspException a 400 for what is unknown, a 422 for what does not fit
	 */
	static KeyPlan of(CreateHsmKeyRequest request) {
		KeyType type = Objects.requireNonNull(request.keyType());
		if (type == KeyType.PQC) {
			return postQuantum(request);
		}
		HsmKeyAlgorithm algorithm = (request.algorithm() != null) ? named(type, request.algorithm(), request.keySize())
				: sized(type, request.keySize());
		return new KeyPlan(type, algorithm.label(), algorithm, null,
				purposes(algorithm.label(), able(algorithm), request.purpose()));
	}

	private static HsmKeyAlgorithm named(KeyType type, String name, @Nullable Integer size) {
		HsmKeyAlgorithm algorithm = HsmKeyAlgorithm.named(name)
			.filter((known) -> typeOf(known) == type)
			.orElseThrow(() -> QnspException.badRequest("algorithm",
					"unknown for keyType %s (expected: %s)".formatted(type.wireName(), names(type))));
		// an Ed25519 key has 255 bits, which most people round
		if (size != null && size != algorithm.size() && !(algorithm == HsmKeyAlgorithm.ED25519 && size == EC_BITS)) {
			throw QnspException.unprocessable("keySize",
					"%d for %s (expected: %d or nothing)".formatted(size, algorithm.label(), algorithm.size()));
		}
		return algorithm;
	}

	private static HsmKeyAlgorithm sized(KeyType type, @Nullable Integer size) {
		int bits = (size != null) ? size : switch (type) {
			case AES -> AES_BITS;
			case RSA -> RSA_BITS;
			case EC, PQC -> EC_BITS;
		};
		return all(type).filter((algorithm) -> algorithm != HsmKeyAlgorithm.ED25519 && algorithm.size() == bits)
			.findFirst()
			.orElseThrow(() -> QnspException.badRequest("keySize",
					"%d for keyType %s (expected: %s)".formatted(bits, type.wireName(),
							all(type).filter((algorithm) -> algorithm != HsmKeyAlgorithm.ED25519)
								.map((algorithm) -> Integer.toString(algorithm.size()))
								.collect(Collectors.joining(", ")))));
	}

	private static KeyPlan postQuantum(CreateHsmKeyRequest request) {
		if (request.algorithm() == null) {
			throw QnspException.badRequest("algorithm",
					"missing (expected for keyType pqc: an algorithm such as ML-DSA-65 or ML-KEM-768)");
		}
		Algorithm algorithm = Algorithm.named(request.algorithm())
			.filter((known) -> Set.of(Family.ML_DSA, Family.ML_KEM, Family.SLH_DSA).contains(known.family()))
			.orElseThrow(() -> QnspException.badRequest("algorithm",
					"unknown for keyType pqc (expected: ML-DSA-44, -65, -87, ML-KEM-512, -768, -1024 or one of SLH-DSA)"));
		Optional<HsmKeyAlgorithm> inHsm = HsmKeyAlgorithm.named(algorithm.nistName());
		Integer size = request.keySize();
		if (size != null && inHsm.filter((known) -> known.size() == size).isEmpty()) {
			throw QnspException.unprocessable("keySize",
					"%d for %s (expected: nothing, the name says it)".formatted(size, algorithm));
		}
		Set<KeyPurpose> able = (algorithm.family() == Family.ML_KEM)
				? EnumSet.of(KeyPurpose.ENCRYPT, KeyPurpose.DECRYPT) : EnumSet.of(KeyPurpose.SIGN, KeyPurpose.VERIFY);
		return new KeyPlan(KeyType.PQC, algorithm.nistName(), inHsm.orElse(null), algorithm,
				purposes(algorithm.nistName(), able, request.purpose()));
	}

	private static List<KeyPurpose> purposes(String name, Set<KeyPurpose> able,
			@Nullable List<@Nullable KeyPurpose> wanted) {
		if (wanted == null) {
			return List.copyOf(able);
		}
		EnumSet<KeyPurpose> asked = EnumSet.noneOf(KeyPurpose.class);
		wanted.forEach((one) -> asked.add(Objects.requireNonNull(one)));
		if (!able.containsAll(asked)) {
			throw QnspException.unprocessable("purpose",
					"%s for a key of %s (expected: some of %s)".formatted(words(asked), name, words(able)));
		}
		return List.copyOf(asked);
	}

	private static String words(Set<KeyPurpose> purposes) {
		return purposes.stream().map(KeyPurpose::wireName).collect(Collectors.joining(", "));
	}

	private static Set<KeyPurpose> able(HsmKeyAlgorithm algorithm) {
		return switch (algorithm.family()) {
			case AES, ML_KEM -> EnumSet.of(KeyPurpose.ENCRYPT, KeyPurpose.DECRYPT);
			case RSA -> EnumSet.allOf(KeyPurpose.class);
			case EC, EDWARDS, ML_DSA -> EnumSet.of(KeyPurpose.SIGN, KeyPurpose.VERIFY);
		};
	}

	private static KeyType typeOf(HsmKeyAlgorithm algorithm) {
		return switch (algorithm.family()) {
			case AES -> KeyType.AES;
			case RSA -> KeyType.RSA;
			case EC, EDWARDS -> KeyType.EC;
			case ML_DSA, ML_KEM -> KeyType.PQC;
		};
	}

	private static Stream<HsmKeyAlgorithm> all(KeyType type) {
		return Arrays.stream(HsmKeyAlgorithm.values()).filter((algorithm) -> typeOf(algorithm) == type);
	}

	private static String names(KeyType type) {
		return all(type).map(HsmKeyAlgorithm::label).collect(Collectors.joining(", "));
	}

	/**
	 * Where the key is to be made.
	 * @param capabilities what the HSM can do
	 * @param demanded what the caller demands, or {@code null} for the best there is
	 * @return where
	 * @throws QnspException a 422 that names what the HSM lacks
	 */
	KeyProtection protection(HsmCapabilities capabilities, @Nullable KeyProtection demanded) {
		boolean made = this.inHsm != null && capabilities.keys().contains(this.inHsm);
		if (demanded == KeyProtection.HSM_WRAPPED && this.inSoftware == null) {
			throw QnspException.unprocessable("protection",
					"hsm_wrapped for keyType %s (expected: hsm_native; only pqc keys are made outside of HSMs)"
						.formatted(this.type.wireName()));
		}
		if (made && demanded != KeyProtection.HSM_WRAPPED) {
			return KeyProtection.HSM_NATIVE;
		}
		if (this.inSoftware != null && demanded != KeyProtection.HSM_NATIVE) {
			return KeyProtection.HSM_WRAPPED;
		}
		throw QnspException.unprocessable((this.inSoftware != null) ? "protection" : "algorithm", lacks(capabilities));
	}

	private String lacks(HsmCapabilities capabilities) {
		String reason = capabilities.missing()
			.stream()
			.filter((missing) -> missing.startsWith(this.name + ": "))
			.findFirst()
			.orElse(this.name + ": no mechanism for it");
		return "The HSM can't make the key: " + reason;
	}

	/**
	 * What the key may do in the HSM.
	 */
	Set<HsmKeyRequest.Use> uses() {
		EnumSet<HsmKeyRequest.Use> uses = EnumSet.noneOf(HsmKeyRequest.Use.class);
		if (this.purposes.contains(KeyPurpose.SIGN) || this.purposes.contains(KeyPurpose.VERIFY)) {
			uses.add(HsmKeyRequest.Use.SIGN);
		}
		if (this.purposes.contains(KeyPurpose.ENCRYPT) || this.purposes.contains(KeyPurpose.DECRYPT)) {
			boolean kem = this.inHsm != null && this.inHsm.family() == HsmKeyAlgorithm.Family.ML_KEM;
			uses.addAll(kem ? EnumSet.of(HsmKeyRequest.Use.DECAPSULATE)
					: EnumSet.of(HsmKeyRequest.Use.ENCRYPT, HsmKeyRequest.Use.WRAP));
		}
		return uses;
	}

}
