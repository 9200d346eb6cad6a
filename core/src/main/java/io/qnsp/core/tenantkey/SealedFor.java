package io.qnsp.core.tenantkey;

import java.util.UUID;

import io.qnsp.crypto.aead.AssociatedData;

/**
 * What a sealed value is bound to: it opens for exactly this.
 *
 * @param tenantId whose it is
 * @param purpose what kind of value, a constant in code such as {@code kms.key}
 * @param id which record, never empty
 * @param version which version of it, from 1
 */
public record SealedFor(UUID tenantId, String purpose, String id, int version) {

	private static final String FORMAT = "tenant-key v1";

	AssociatedData associatedData() {
		return AssociatedData.of(FORMAT, this.tenantId.toString(), this.id, Integer.toString(this.version),
				this.purpose);
	}

}
