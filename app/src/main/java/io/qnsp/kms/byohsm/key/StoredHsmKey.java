package io.qnsp.kms.byohsm.key;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmWrapScheme;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code kms_hsm_key}.
 *
 * @param tenantId whose it is
 * @param keyId its id
 * @param connectionId which HSM
 * @param type what kind
 * @param algorithm its algorithm's standard name
 * @param purposes what it may do
 * @param place where it is
 * @param publicKey the X.509 SubjectPublicKeyInfo; {@code null} for AES
 * @param name what people call it
 * @param description what the tenant notes
 * @param createdAt when it was made
 */
public record StoredHsmKey(UUID tenantId, UUID keyId, UUID connectionId, KeyType type, String algorithm,
		List<KeyPurpose> purposes, Place place, byte @Nullable [] publicKey, @Nullable String name,
		@Nullable String description, Instant createdAt) {

	/**
	 * Where a key is.
	 */
	public sealed interface Place {

		/**
		 * In the HSM.
		 *
		 * @param reference what the HSM finds it by
		 */
		record Native(String reference) implements Place {

		}

		/**
		 * Here, wrapped by a key in the HSM.
		 *
		 * @param wrappedBy what the HSM finds that key by
		 * @param scheme how it is wrapped
		 * @param bytes the wrapped private key
		 */
		record Wrapped(String wrappedBy, HsmWrapScheme scheme, byte[] bytes) implements Place {

		}

	}

	/**
	 * Where the key is in use.
	 * @return by its place
	 */
	public KeyProtection protection() {
		return switch (this.place) {
			case Place.Native inHsm -> KeyProtection.HSM_NATIVE;
			case Place.Wrapped wrapped -> KeyProtection.HSM_WRAPPED;
		};
	}

	/**
	 * The key as the HSM knows it.
	 * @param place its place
	 * @return the key
	 */
	public HsmKey inHsm(Place.Native place) {
		return new HsmKey(place.reference(), HsmKeyAlgorithm.named(this.algorithm).orElseThrow(), this.publicKey);
	}

	/**
	 * The algorithm as an HSM knows it.
	 * @return empty for what no HSM makes
	 */
	public Optional<HsmKeyAlgorithm> hsmAlgorithm() {
		return HsmKeyAlgorithm.named(this.algorithm);
	}

	/**
	 * The algorithm as the crypto engine knows it.
	 * @return the algorithm
	 */
	public Algorithm engineAlgorithm() {
		return Algorithm.named(this.algorithm).orElseThrow();
	}

	/**
	 * The public key of a key that has one.
	 * @return the X.509 SubjectPublicKeyInfo
	 */
	public byte[] requiredPublicKey() {
		return Objects.requireNonNull(this.publicKey, "publicKey");
	}

	PageRequest.Key listPlace() {
		return new PageRequest.Key(this.createdAt, this.keyId);
	}

	@Override
	public String toString() {
		return "StoredHsmKey[" + this.keyId + ", " + this.algorithm + "]";
	}

}
