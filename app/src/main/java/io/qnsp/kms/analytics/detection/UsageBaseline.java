package io.qnsp.kms.analytics.detection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import com.amazon.randomcutforest.config.TransformMethod;
import com.amazon.randomcutforest.parkservices.AnomalyDescriptor;
import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import io.qnsp.kms.analytics.alert.AlertType;
import io.qnsp.kms.analytics.alert.NewAlert;
import io.qnsp.kms.analytics.rule.AlertSeverity;

/**
 * What is usual for one key: a random cut forest (Guha et al., ICML 2016) over its hours,
 * four at a time, grown anew for each judgement. The same hours always get the same
 * judgement: the forest's seed is the key's id. Takes about 50 ms of a processor.
 */
final class UsageBaseline {

	/** How many hours are looked at, the judged one included. */
	static final int HOURS = 336;

	/** Fewer hours than these make no baseline. */
	static final int LEAST_HOURS = 48;

	private static final int FIGURES = 3;

	private static final int AT_A_TIME = 4;

	private static final int TREES = 50;

	private static final int SAMPLE = 256;

	private static final double ANOMALY_RATE = 0.005;

	/** A quarter more or less than expected, on the scale of the figures, is usual. */
	private static final double[] NEAR = { 0.25, 0.25, 0.05 };

	private static final double HIGH = 0.8;

	private static final double MEDIUM = 0.5;

	private UsageBaseline() {
	}

	/**
	 * Judges the newest hour.
	 * @param tenantId the tenant
	 * @param keyId the key
	 * @param hours the key's hours without a gap, oldest first
	 * @param newest the start of the last of them
	 * @return the alert, or empty when the hour is like those before or those are too few
	 */
	static Optional<NewAlert> judge(UUID tenantId, UUID keyId, List<HourlyUse> hours, Instant newest) {
		if (hours.size() < LEAST_HOURS) {
			return Optional.empty();
		}
		double grade = grade(keyId, hours, newest);
		if (grade <= 0) {
			return Optional.empty();
		}
		HourlyUse hour = hours.getLast();
		String message = String.format(Locale.ROOT,
				"%d operations, %d failed, %.0f bytes in the hour from %s: unlike the %d hours before (grade %.2f of 1)",
				hour.operations(), hour.failures(), hour.bytes(), newest, hours.size() - 1, grade);
		return Optional.of(new NewAlert(tenantId, null, keyId, AlertType.UNUSUAL_PATTERN, severity(grade), message,
				newest, newest.plus(Duration.ofHours(1))));
	}

	private static double grade(UUID keyId, List<HourlyUse> hours, Instant newest) {
		ThresholdedRandomCutForest forest = ThresholdedRandomCutForest.builder()
			.dimensions(FIGURES * AT_A_TIME)
			.shingleSize(AT_A_TIME)
			.numberOfTrees(TREES)
			.sampleSize(SAMPLE)
			.outputAfter(LEAST_HOURS / 2)
			.randomSeed(keyId.getMostSignificantBits() ^ keyId.getLeastSignificantBits())
			.parallelExecutionEnabled(false)
			.transformMethod(TransformMethod.NORMALIZE)
			.anomalyRate(ANOMALY_RATE)
			.ignoreNearExpectedFromAbove(NEAR.clone())
			.ignoreNearExpectedFromBelow(NEAR.clone())
			.build();
		long second = newest.minus(Duration.ofHours(hours.size() - 1L)).getEpochSecond();
		double grade = 0;
		for (HourlyUse hour : hours) {
			AnomalyDescriptor judged = forest.process(hour.point(), second);
			grade = judged.getAnomalyGrade();
			second += Duration.ofHours(1).toSeconds();
		}
		return grade;
	}

	private static AlertSeverity severity(double grade) {
		return (grade >= HIGH) ? AlertSeverity.HIGH : (grade >= MEDIUM) ? AlertSeverity.MEDIUM : AlertSeverity.LOW;
	}

}
