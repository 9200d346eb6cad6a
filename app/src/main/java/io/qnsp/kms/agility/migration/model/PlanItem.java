package io.qnsp.kms.agility.migration.model;

import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qnsp.crypto.catalogue.Algorithm;
import org.jspecify.annotations.Nullable;

/**
 * A key of a plan.
 *
 * @param position its place, from 0
 * @param keyId the key
 * @param phase its phase, from 0
 * @param dueAt not before
 * @param from its algorithm when the plan was activated
 * @param target its target; {@code null} only for a key that is skipped
 * @param status how far it is
 * @param reason why it is blocked or skipped, otherwise {@code null}
 */
public record PlanItem(int position, UUID keyId, int phase, Instant dueAt, Algorithm from, @Nullable Algorithm target,
		Status status, @Nullable String reason) {

	/**
	 * How far a key is.
	 */
	public enum Status {

		/** Waits for its turn. */
		@JsonProperty("pending")
		PENDING,
		/** Has a version of the target algorithm. */
		@JsonProperty("migrated")
		MIGRATED,
		/** Could not be moved when its turn came; resuming a paused plan tries again. */
		@JsonProperty("blocked")
		BLOCKED,
		/** Needs no move. */
		@JsonProperty("skipped")
		SKIPPED;

		/**
		 * The name in JSON and in the database.
		 * @return such as {@code pending}
		 */
		public String wireName() {
			return name().toLowerCase(Locale.ROOT);
		}

		/**
		 * The status of a stored name.
		 * @param name what {@link #wireName} gave
		 * @return the status
		 */
		public static Status stored(String name) {
			return valueOf(name.toUpperCase(Locale.ROOT));
		}

	}

	PlanItem at(int newPhase, Instant due) {
		return new PlanItem(this.position, this.keyId, newPhase, due, this.from, this.target, this.status, this.reason);
	}

}
