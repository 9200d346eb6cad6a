package io.qnsp.kms.agility.readiness;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * How ready a tenant is.
 *
 * @param overallScore the mean of the assessed categories by their weights, rounded down;
 * 0 when none can be assessed
 * @param categories the categories, always the same
 * @param keyMigrationStatus the asymmetric keys
 * @param basis how the score comes about
 */
record Readiness(@Min(0) @Max(100) int overallScore, List<Category> categories, KeyMigration keyMigrationStatus,
		String basis) {

	/**
	 * A category.
	 *
	 * @param category its name
	 * @param score the share that is ready, 0..100, rounded down; 0 when there is nothing
	 * to assess
	 * @param status ready at 100, partial from 1 on
	 * @param assessed whether there was anything to assess
	 * @param weight how much it counts in the overall score when it was assessed
	 * @param basis what the score is a share of
	 * @param blockers what stands in the way
	 * @param recommendations what to do
	 */
	record Category(String category, int score, Status status, boolean assessed, int weight, String basis,
			List<String> blockers, List<String> recommendations) {

	}

	/**
	 * How ready something is.
	 */
	enum Status {

		@JsonProperty("ready")
		READY, @JsonProperty("partial")
		PARTIAL, @JsonProperty("not_ready")
		NOT_READY

	}

	/**
	 * The live asymmetric keys.
	 *
	 * @param total how many there are
	 * @param migrated those whose current version is quantum-safe
	 * @param pendingMigration those that this server can move
	 * @param blocked those that it can't move
	 * @param inPlans keys that wait for their turn in active and paused plans
	 */
	record KeyMigration(long total, long migrated, long pendingMigration, long blocked, long inPlans) {

	}

}
