package io.qnsp.kms.keys;

import java.util.UUID;

import io.qnsp.core.caller.Caller;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The one way that key material leaves the KMS: into escrow. Nothing but
 * {@code io.qnsp.kms.escrow} may use it.
 */
public interface EscrowableKeys {

	/**
	 * Takes the material of a version, in the surrounding tenant transaction, and writes
	 * the event {@code kms.key.escrow} with it. The key is kept from being destroyed or
	 * rotated until the transaction ends.
	 * @param caller whose key it is, and who asks
	 * @param keyId the key
	 * @param version the version, or {@code null} for the current one of a key that is to
	 * stay
	 * @param escrowId the escrow that it goes into, for the event
	 * @return the material; the caller closes it. A
	 * {@link io.qnsp.core.error.QnspException}: 404 for an unknown key or version, 410
	 * for a destroyed one, 409 for one that waits for its destruction when no version is
	 * named, 422 for a key whose material can't leave or is not here
	 */
	Mono<TakenKey> take(Caller caller, UUID keyId, @Nullable Integer version, UUID escrowId);

}
