package io.qnsp.auth.risk.policy;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;

import io.qnsp.auth.risk.model.ChallengeType;
import io.qnsp.auth.risk.model.GeoLocation;
import io.qnsp.auth.risk.model.RiskPolicy;
import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it is sent, to create one (name, conditions and actions must be there) or
 * to change one (what is there replaces what was; conditions and actions as a whole).
 *
 * @param name what people call it, 1..128 characters
 * @param description for people, at most 1000 characters
 * @param conditions when it applies
 * @param actions what it demands
 * @param enabled whether it is looked at; true when a new policy does not say
 */
record PolicyBody(@Nullable String name, @Nullable String description, @Nullable Conditions conditions,
		@Nullable Actions actions, @Nullable Boolean enabled) {

	private static final int MAX_DESCRIPTION = 1000;

	private static final int MAX_COUNTRIES = 250;

	/**
	 * When a policy applies: when any of the restrictions that are set is violated. At
	 * least one must be set.
	 *
	 * @param riskScoreThreshold applies from this score on, 0..100
	 * @param geoRestrictions the ISO 3166-1 alpha-2 countries that sign-in is restricted
	 * to
	 * @param timeRestrictions the hours that sign-in is restricted to
	 */
	record Conditions(@Nullable Double riskScoreThreshold, @Nullable List<String> geoRestrictions,
			@Nullable TimeRestrictions timeRestrictions) {

		static Conditions of(RiskPolicy.Conditions conditions) {
			RiskPolicy.TimeRestriction hours = conditions.timeRestrictions();
			return new Conditions(conditions.riskScoreThreshold(),
					List.copyOf(new TreeSet<>(conditions.geoRestrictions())), (hours == null) ? null
							: new TimeRestrictions(new AllowedHours(hours.start(), hours.end()), hours.zone().getId()));
		}

	}

	/**
	 * Allowed hours in a zone.
	 *
	 * @param allowedHours the hours
	 * @param timezone an IANA zone or an offset; UTC when missing
	 */
	record TimeRestrictions(@Nullable AllowedHours allowedHours, @Nullable String timezone) {

	}

	/**
	 * Hours of the day.
	 *
	 * @param start the first allowed hour, 0..23
	 * @param end the first hour that is no longer allowed, 0..24; before start: over
	 * midnight
	 */
	record AllowedHours(@Nullable Integer start, @Nullable Integer end) {

	}

	/**
	 * What a policy demands.
	 *
	 * @param onHighRisk challenge or deny
	 * @param challengeType how to challenge; MFA when missing
	 */
	record Actions(@Nullable HighRiskAction onHighRisk, @Nullable ChallengeType challengeType) {

	}

	/**
	 * Refuses what no policy can be.
	 * @param complete whether it must be a whole policy
	 */
	void check(boolean complete) {
		FieldProblems problems = new FieldProblems();
		problems.add((complete && this.name == null) ? "name: missing (expected: 1..128 characters)" : null);
		problems.add((this.name != null) ? RiskPolicy.nameProblem(this.name) : null);
		problems.add((this.description != null)
				? BoundedText.problem("description", this.description, 0, MAX_DESCRIPTION) : null);
		if (this.conditions != null) {
			check(this.conditions, problems);
		}
		else if (complete) {
			problems.add("conditions: missing (expected: at least one condition)");
		}
		if (this.actions != null) {
			problems.add((this.actions.onHighRisk == null) ? "actions.onHighRisk: missing (expected: challenge | deny)"
					: null);
		}
		else if (complete) {
			problems.add("actions: missing (expected: onHighRisk and, to challenge, challengeType)");
		}
		problems.throwIfAny();
	}

	private static void check(Conditions conditions, FieldProblems problems) {
		Double threshold = conditions.riskScoreThreshold;
		List<String> countries = conditions.geoRestrictions;
		TimeRestrictions hours = conditions.timeRestrictions;
		if (threshold == null && (countries == null || countries.isEmpty()) && hours == null) {
			problems.add("conditions: none (expected: riskScoreThreshold, geoRestrictions or timeRestrictions)");
		}
		problems.add((threshold != null) ? RiskPolicy.Conditions.thresholdProblem(threshold) : null);
		if (countries != null) {
			check(countries, problems);
		}
		if (hours != null) {
			check(hours, problems);
		}
	}

	// Jackson puts null into a list that says it holds none.
	@SuppressWarnings("ConstantValue")
	private static void check(List<String> countries, FieldProblems problems) {
		if (countries.size() > MAX_COUNTRIES) {
			problems.add("conditions.geoRestrictions: %d countries (expected: at most %d)".formatted(countries.size(),
					MAX_COUNTRIES));
			return;
		}
		for (int i = 0; i < countries.size(); i++) {
			String name = "conditions.geoRestrictions[" + i + "]";
			String country = countries.get(i);
			problems.add(Objects.isNull(country) ? name + ": null (expected: an ISO 3166-1 alpha-2 code)"
					: GeoLocation.countryProblem(name, country));
		}
	}

	private static void check(TimeRestrictions hours, FieldProblems problems) {
		String path = "conditions.timeRestrictions.allowedHours";
		AllowedHours allowed = hours.allowedHours;
		if (allowed == null) {
			problems.add(path + ": missing (expected: start and end)");
		}
		else if (allowed.start == null || allowed.end == null) {
			problems.add(path + ((allowed.start == null) ? ".start" : ".end") + ": missing (expected: an hour)");
		}
		else {
			problems.add(RiskPolicy.TimeRestriction.hoursProblem(allowed.start, allowed.end));
		}
		problems.add((hours.timezone != null) ? RiskPolicy.TimeRestriction.zoneProblem(hours.timezone) : null);
	}

	/**
	 * What a new policy's content is.
	 */
	PolicyContent create() {
		check(true);
		return new PolicyContent(Objects.requireNonNull(this.name), this.description,
				model(Objects.requireNonNull(this.conditions)), model(Objects.requireNonNull(this.actions)),
				this.enabled == null || this.enabled);
	}

	/**
	 * What a policy's content becomes.
	 */
	PolicyContent change(PolicyContent before) {
		return new PolicyContent((this.name != null) ? this.name : before.name(),
				(this.description != null) ? this.description : before.description(),
				(this.conditions != null) ? model(this.conditions) : before.conditions(),
				(this.actions != null) ? model(this.actions) : before.actions(),
				(this.enabled != null) ? this.enabled : before.enabled());
	}

	private static RiskPolicy.Conditions model(Conditions conditions) {
		List<String> countries = (conditions.geoRestrictions != null) ? conditions.geoRestrictions : List.of();
		return new RiskPolicy.Conditions(conditions.riskScoreThreshold,
				new TreeSet<>(countries.stream().map((country) -> country.toUpperCase(Locale.ROOT)).toList()),
				(conditions.timeRestrictions != null) ? model(conditions.timeRestrictions) : null);
	}

	private static RiskPolicy.TimeRestriction model(TimeRestrictions hours) {
		AllowedHours allowed = Objects.requireNonNull(hours.allowedHours);
		return new RiskPolicy.TimeRestriction(Objects.requireNonNull(allowed.start),
				Objects.requireNonNull(allowed.end), ZoneId.of((hours.timezone != null) ? hours.timezone : "UTC"));
	}

	private static RiskPolicy.Actions model(Actions actions) {
		return new RiskPolicy.Actions(Objects.requireNonNull(actions.onHighRisk).recommendation(),
				actions.challengeType);
	}

}
