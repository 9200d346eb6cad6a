package io.qnsp.kms.policy;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What a tenant allows its keys to be.
 *
 * @param experimentalAlgorithms whether new keys may use algorithms without a final
 * standard: FN-DSA and HQC
 * @param updatedAt when it was said, or {@code null} when it never was
 */
public record CryptoPolicy(boolean experimentalAlgorithms, @Nullable Instant updatedAt) {

	/** What holds for a tenant that has said nothing. */
	static final CryptoPolicy UNSAID = new CryptoPolicy(false, null);

}
