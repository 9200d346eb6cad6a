package io.qnsp.kms.agility.migration.model;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import org.jspecify.annotations.Nullable;

/**
 * When keys are moved. Phases follow each other: the first begins at the start date, or
 * when the plan is activated if that is later or if there is no date; each further one
 * begins when the durations before it have passed. Actions are notes for people.
 *
 * @param startDate the earliest begin, or {@code null}
 * @param phases the phases, at most 20; without any, all keys are one phase
 */
public record PlanSchedule(@Nullable Instant startDate, @Nullable List<Phase> phases) {

	/** A plan that starts at once and has no phases. */
	public static final PlanSchedule NONE = new PlanSchedule(null, null);

	/** The phase of a plan that names none. */
	static final String ONLY_PHASE = "migration";

	private static final int MOST_PHASES = 20;

	private static final int MOST_ACTIONS = 20;

	private static final int LONGEST_TEXT = 200;

	private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

	private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

	/**
	 * A phase.
	 *
	 * @param name what people call it, 1..200 characters
	 * @param duration ISO 8601, zero to ten years, such as {@code P14D} or {@code PT2H};
	 * zero when missing
	 * @param actions notes, at most 20 of 1..200 characters
	 */
	public record Phase(@Nullable String name, @Nullable String duration, @Nullable List<String> actions) {

	}

	/**
	 * Says what is wrong with it.
	 * @param problems takes the problems, by field below {@code schedule}
	 */
	public void check(FieldProblems problems) {
		if (this.startDate != null && (this.startDate.isBefore(EARLIEST) || this.startDate.isAfter(LATEST))) {
			problems.add("schedule.startDate: %s (expected: %s..%s)".formatted(this.startDate, EARLIEST, LATEST));
		}
		List<Phase> all = (this.phases != null) ? this.phases : List.of();
		if (all.size() > MOST_PHASES) {
			problems.add("schedule.phases: %d (expected: at most %d)".formatted(all.size(), MOST_PHASES));
			return;
		}
		for (int i = 0; i < all.size(); i++) {
			check("schedule.phases[" + i + "]", all.get(i), problems);
		}
	}

	// Jackson puts null into a list that says it holds none.
	@SuppressWarnings("ConstantValue")
	private static void check(String path, Phase phase, FieldProblems problems) {
		if (Objects.isNull(phase)) {
			problems.add(path + ": null (expected: a phase)");
			return;
		}
		problems.add((phase.name == null) ? path + ".name: missing (expected: 1..200 characters)"
				: BoundedText.problem(path + ".name", phase.name, 1, LONGEST_TEXT));
		if (phase.duration != null && PhaseLength.parse(phase.duration).isEmpty()) {
			problems.add(path + ".duration: not readable (expected: ISO 8601, zero to ten years, such as P14D)");
		}
		List<String> actions = (phase.actions != null) ? phase.actions : List.of();
		if (actions.size() > MOST_ACTIONS) {
			problems.add("%s.actions: %d (expected: at most %d)".formatted(path, actions.size(), MOST_ACTIONS));
			return;
		}
		for (int i = 0; i < actions.size(); i++) {
			String field = path + ".actions[" + i + "]";
			String action = actions.get(i);
			problems.add(Objects.isNull(action) ? field + ": null (expected: a text)"
					: BoundedText.problem(field, action, 1, LONGEST_TEXT));
		}
	}

	/**
	 * How many phases there are.
	 * @return 1..20
	 */
	int count() {
		return (this.phases == null || this.phases.isEmpty()) ? 1 : this.phases.size();
	}

	/**
	 * A phase's name.
	 * @param phase from 0
	 * @return its name
	 */
	public String name(int phase) {
		return (this.phases == null || this.phases.isEmpty()) ? ONLY_PHASE
				: Objects.requireNonNull(this.phases.get(Math.min(phase, this.phases.size() - 1)).name);
	}

	/**
	 * The last phase.
	 * @return its index
	 */
	public int last() {
		return count() - 1;
	}

	/**
	 * When the phases begin.
	 * @param activated when the plan was activated
	 * @return one time for each phase, in order
	 */
	List<Instant> starts(Instant activated) {
		ZonedDateTime begin = ((this.startDate != null && this.startDate.isAfter(activated)) ? this.startDate
				: activated)
			.atZone(ZoneOffset.UTC);
		List<Instant> starts = new ArrayList<>();
		starts.add(begin.toInstant());
		for (int i = 0; i < count() - 1; i++) {
			String duration = Objects.requireNonNull(this.phases).get(i).duration;
			begin = (duration != null) ? begin.plus(PhaseLength.parse(duration).orElseThrow()) : begin;
			starts.add(begin.toInstant());
		}
		return starts;
	}

}
