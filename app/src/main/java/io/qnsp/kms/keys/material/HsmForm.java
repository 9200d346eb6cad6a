package io.qnsp.kms.keys.material;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmKeyRequest.Use;
import io.qnsp.hsm.HsmSignatureScheme;
import io.qnsp.hsm.HsmWrapScheme;
import org.jspecify.annotations.Nullable;

/**
 * What a key of the catalogue is inside an HSM, so that its signatures and ciphertexts
 * are the same as those of a software key.
 *
 * @param algorithm the HSM's name of it
 * @param use what it may do there
 * @param signs how it signs, for keys that do
 * @param opens how it wraps and unwraps, for AES and RSA keys
 */
public record HsmForm(HsmKeyAlgorithm algorithm, Use use, @Nullable HsmSignatureScheme signs,
		@Nullable HsmWrapScheme opens) {

	private static final Map<Algorithm, HsmKeyAlgorithm> KNOWN = Map.ofEntries(
			Map.entry(Algorithm.AES_128_GCM, HsmKeyAlgorithm.AES_128),
			Map.entry(Algorithm.AES_256_GCM, HsmKeyAlgorithm.AES_256),
			Map.entry(Algorithm.RSA_3072, HsmKeyAlgorithm.RSA_3072),
			Map.entry(Algorithm.RSA_4096, HsmKeyAlgorithm.RSA_4096),
			Map.entry(Algorithm.ECDSA_P256, HsmKeyAlgorithm.EC_P256),
			Map.entry(Algorithm.ECDSA_P384, HsmKeyAlgorithm.EC_P384),
			Map.entry(Algorithm.ED25519, HsmKeyAlgorithm.ED25519),
			Map.entry(Algorithm.ML_DSA_44, HsmKeyAlgorithm.ML_DSA_44),
			Map.entry(Algorithm.ML_DSA_65, HsmKeyAlgorithm.ML_DSA_65),
			Map.entry(Algorithm.ML_DSA_87, HsmKeyAlgorithm.ML_DSA_87),
			Map.entry(Algorithm.ML_KEM_512, HsmKeyAlgorithm.ML_KEM_512),
			Map.entry(Algorithm.ML_KEM_768, HsmKeyAlgorithm.ML_KEM_768),
			Map.entry(Algorithm.ML_KEM_1024, HsmKeyAlgorithm.ML_KEM_1024));

	/**
	 * What a key is inside an HSM.
	 * @param algorithm the key's algorithm
	 * @param purpose what it is for
	 * @return the form, or empty when no HSM has such keys
	 */
	public static Optional<HsmForm> of(Algorithm algorithm, Purpose purpose) {
		HsmKeyAlgorithm known = KNOWN.get(algorithm);
		if (known == null) {
			return Optional.empty();
		}
		if (purpose == Purpose.SIGNING) {
			return HsmSignatureScheme.usual(known).map((scheme) -> new HsmForm(known, Use.SIGN, scheme, null));
		}
		return Optional.ofNullable(switch (algorithm.family()) {
			case AES -> (purpose == Purpose.WRAPPING) ? new HsmForm(known, Use.WRAP, null, HsmWrapScheme.AES_KWP)
					: new HsmForm(known, Use.ENCRYPT, null, HsmWrapScheme.AES_GCM);
			case RSA -> new HsmForm(known, Use.WRAP, null, HsmWrapScheme.RSA_OAEP_SHA256);
			case ML_KEM -> new HsmForm(known, Use.DECAPSULATE, null, null);
			default -> null;
		});
	}

	/**
	 * Whether an HSM does all of it.
	 * @param capabilities what the HSM can do
	 * @return true when the key can be made there
	 */
	boolean isIn(HsmCapabilities capabilities) {
		return capabilities.keys().contains(this.algorithm)
				&& (this.signs == null || capabilities.signatures().contains(this.signs))
				&& (this.opens == null || capabilities.wraps().contains(this.opens));
	}

	/**
	 * What the key may do in the HSM.
	 * @return one use
	 */
	Set<Use> uses() {
		return Set.of(this.use);
	}

	/**
	 * Whether an HSM can wrap what it can't make.
	 * @param capabilities what the HSM can do
	 * @return true with AES-256-GCM
	 */
	static boolean wraps(HsmCapabilities capabilities) {
		return capabilities.keys().contains(HsmKeyAlgorithm.AES_256)
				&& capabilities.wraps().contains(HsmWrapScheme.AES_GCM);
	}

}
