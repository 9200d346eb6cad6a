package io.qnsp.kms.keys.store;

import io.qnsp.kms.keys.HsmProtection;
import org.jspecify.annotations.Nullable;

/**
 * What an HSM has of a version.
 *
 * @param reference what the HSM finds its key by: the version itself, or the key that
 * wraps it
 * @param wrapped the private or secret key, wrapped; {@code null} for one that is only in
 * the HSM
 */
public record HsmPart(String reference, byte @Nullable [] wrapped) {

	/**
	 * How the version is protected.
	 * @return native without wrapped bytes
	 */
	public HsmProtection protection() {
		return (this.wrapped == null) ? HsmProtection.HSM_NATIVE : HsmProtection.HSM_WRAPPED;
	}

	@Override
	public String toString() {
		return "HsmPart[" + this.reference + ", " + protection().wireName() + "]";
	}

}
