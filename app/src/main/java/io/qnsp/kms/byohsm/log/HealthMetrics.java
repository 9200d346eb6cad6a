package io.qnsp.kms.byohsm.log;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How the latest calls of an HSM went: at most 100, of the last hour.
 *
 * @param latencyMs mean time of a call in milliseconds, waiting included; {@code null}
 * without calls
 * @param errorRate the share of calls that failed because of the HSM, 0..1; what callers
 * do wrong is none; {@code null} without calls
 * @param lastSuccessfulOperation when one succeeded last, however long ago
 */
public record HealthMetrics(@Nullable Double latencyMs, @Nullable Double errorRate,
		@Nullable Instant lastSuccessfulOperation) {

}
