package io.qnsp.kms.keys;

import java.util.UUID;

import io.qnsp.crypto.catalogue.Algorithm;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Moves keys to other algorithms. The key keeps its id and gets a new version; the old
 * ones go on verifying and decrypting.
 */
public interface KeyUpgrades {

	/**
	 * Makes the material of a key's next version. Nothing is stored.
	 * @param tenantId the tenant
	 * @param keyId an active software key
	 * @param target an algorithm for the key's purpose
	 * @return what to store; a {@link io.qnsp.core.error.QnspException} (404, 409, 422)
	 * when the key can't be moved
	 */
	Mono<Prepared> prepare(UUID tenantId, UUID keyId, Algorithm target);

	/**
	 * Whether a key can be moved, and if not, why.
	 * @param key the key
	 * @param target the algorithm
	 * @return the reason, or {@code null} when nothing speaks against it
	 */
	@Nullable String obstacle(KeyDescription key, Algorithm target);

	/**
	 * A version that only waits to be stored.
	 */
	interface Prepared {

		/**
		 * Stores it as the key's current version, in the surrounding tenant transaction,
		 * and writes the event {@code kms.key.upgrade} with it.
		 * @return the key as it is then; an error when it has changed meanwhile so that
		 * it can't be moved any more
		 */
		Mono<KeyDescription> store();

	}

}
