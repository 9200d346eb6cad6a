package io.qnsp.kms.agility.migration.model;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qnsp.core.error.QnspException;

/**
 * Where a plan is.
 */
public enum PlanStatus {

	/** Written down, not begun. */
	@JsonProperty("draft")
	DRAFT,
	/** Moves keys. */
	@JsonProperty("active")
	ACTIVE,
	/** Begun and halted; can go on. */
	@JsonProperty("paused")
	PAUSED,
	/** Every key of it was moved, found to need no move, or can't be moved. */
	@JsonProperty("completed")
	COMPLETED,
	/** Given up; what was moved stays moved. */
	@JsonProperty("cancelled")
	CANCELLED;

	private static final Map<PlanStatus, Set<PlanStatus>> NEXT = new EnumMap<>(Map.of(DRAFT,
			EnumSet.of(ACTIVE, CANCELLED), ACTIVE, EnumSet.of(PAUSED, CANCELLED), PAUSED, EnumSet.of(ACTIVE, CANCELLED),
			COMPLETED, EnumSet.noneOf(PlanStatus.class), CANCELLED, EnumSet.noneOf(PlanStatus.class)));

	/**
	 * Refuses what a caller can't make of a plan.
	 * @param next what it is to become
	 * @throws QnspException a 409 that names what is possible
	 */
	public void requireCanBecome(PlanStatus next) {
		Set<PlanStatus> possible = Objects.requireNonNull(NEXT.get(this));
		if (!possible.contains(next)) {
			throw QnspException.conflict("The plan is %s and can't become %s (expected: %s)".formatted(wireName(),
					next.wireName(), possible.isEmpty() ? "no change"
							: String.join(" or ", possible.stream().map(PlanStatus::wireName).toList())));
		}
	}

	/**
	 * Refuses to edit a plan that runs or has ended.
	 * @throws QnspException a 409
	 */
	public void requireEditable() {
		if (this != DRAFT && this != PAUSED) {
			throw QnspException
				.conflict("The plan is %s (expected: draft or paused, to change its name, description or schedule)"
					.formatted(wireName()));
		}
	}

	/**
	 * The name in JSON and in the database.
	 * @return such as {@code draft}
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The status of a stored name.
	 * @param name what {@link #wireName} gave
	 * @return the status
	 */
	public static PlanStatus stored(String name) {
		return valueOf(name.toUpperCase(Locale.ROOT));
	}

}
