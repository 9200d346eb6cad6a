package io.qnsp.kms.keys.reading;

import java.time.Instant;

import io.qnsp.kms.keys.store.StoredVersion;
import org.jspecify.annotations.Nullable;

/**
 * A version of a key as it is answered.
 *
 * @param version which one, from 1
 * @param algorithm its algorithm
 * @param createdAt when it was made
 * @param destroyedAt when its material was destroyed
 */
record KeyVersion(int version, String algorithm, Instant createdAt, @Nullable Instant destroyedAt) {

	static KeyVersion of(StoredVersion version) {
		return new KeyVersion(version.version(), version.algorithm().nistName(), version.createdAt(),
				version.destroyedAt());
	}

}
