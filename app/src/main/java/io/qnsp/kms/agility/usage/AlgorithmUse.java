package io.qnsp.kms.agility.usage;

import java.time.Instant;

import io.qnsp.crypto.catalogue.Algorithm;
import org.jspecify.annotations.Nullable;

/**
 * How much a tenant used an algorithm for something in a period.
 *
 * @param algorithm the algorithm
 * @param category what for
 * @param operations operations that succeeded
 * @param failures operations that failed
 * @param lastUsedAt when the last of them succeeded, or {@code null} when none did
 */
public record AlgorithmUse(Algorithm algorithm, UsageCategory category, long operations, long failures,
		@Nullable Instant lastUsedAt) {

}
