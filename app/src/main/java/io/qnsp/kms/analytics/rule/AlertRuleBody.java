package io.qnsp.kms.analytics.rule;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.app.outbound.TargetRules;
import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it is sent, to create one (name, condition and severity must be there) or to
 * change one (what is there replaces what was, the condition as a whole).
 *
 * @param name what people call it, 1..200 characters
 * @param keyIds which keys, at most 100; all when empty or not given
 * @param condition when it fires
 * @param severity how much it matters
 * @param notificationChannels https URLs of webhooks, at most 10
 * @param enabled whether it is looked at; true when a new rule does not say
 */
record AlertRuleBody(@Nullable String name, @Nullable List<@Nullable UUID> keyIds, @Nullable Condition condition,
		@Nullable AlertSeverity severity, @Nullable List<@Nullable String> notificationChannels,
		@Nullable Boolean enabled) {

	private static final int LONGEST_NAME = 200;

	private static final int MOST_KEYS = 100;

	private static final int MOST_CHANNELS = 10;

	private static final double LARGEST = 1e30;

	/**
	 * When a rule fires.
	 *
	 * @param metric what it looks at
	 * @param operator how it compares; {@code gt} is told at once, {@code lt} and
	 * {@code eq} when the window has ended
	 * @param threshold what it compares with, 0 or more; 0..1 for an error rate
	 * @param window how long it looks: 5m..1440m in steps of 5, 1h..168h or 1d..30d
	 */
	record Condition(@Nullable AlertMetric metric, @Nullable AlertOperator operator, @Nullable Double threshold,
			@Nullable String window) {

		static Condition of(AlertCondition condition) {
			return new Condition(condition.metric(), condition.operator(), condition.threshold(),
					condition.window().text());
		}

		private AlertCondition model() {
			return new AlertCondition(Objects.requireNonNull(this.metric), Objects.requireNonNull(this.operator),
					Objects.requireNonNull(this.threshold),
					AlertWindow.parse(Objects.requireNonNull(this.window)).orElseThrow());
		}

		private void check(FieldProblems problems) {
			problems.add((this.metric == null)
					? "condition.metric: missing (expected: operation_count, bytes_processed or error_rate)" : null);
			problems.add((this.operator == null) ? "condition.operator: missing (expected: gt, lt or eq)" : null);
			double most = (this.metric == AlertMetric.ERROR_RATE) ? 1 : LARGEST;
			if (this.threshold == null) {
				problems.add("condition.threshold: missing (expected: a number)");
			}
			else if (!(this.threshold >= 0 && this.threshold <= most)) {
				problems.add("condition.threshold: %s (expected: 0..%s)".formatted(this.threshold,
						(this.metric == AlertMetric.ERROR_RATE) ? "1" : "1e30"));
			}
			problems.add((this.window == null || AlertWindow.parse(this.window).isEmpty())
					? "condition.window: missing or unknown (expected: " + AlertWindow.EXPECTED + ")" : null);
		}

	}

	/**
	 * Refuses what no rule can be.
	 * @param complete whether it must be a whole rule
	 * @param targets which webhooks may be named
	 */
	void check(boolean complete, TargetRules targets) {
		FieldProblems problems = new FieldProblems();
		problems.add((this.name != null) ? BoundedText.problem("name", this.name, 1, LONGEST_NAME)
				: complete ? "name: missing (expected: 1..200 characters)" : null);
		problems.add((complete && this.severity == null) ? "severity: missing (expected: low, medium, high or critical)"
				: null);
		if (this.condition != null) {
			this.condition.check(problems);
		}
		else if (complete) {
			problems.add("condition: missing (expected: metric, operator, threshold and window)");
		}
		if (this.keyIds != null) {
			problems.add((this.keyIds.size() > MOST_KEYS)
					? "keyIds: %d (expected: at most %d)".formatted(this.keyIds.size(), MOST_KEYS) : null);
			problems
				.add(this.keyIds.stream().anyMatch(Objects::isNull) ? "keyIds: null (expected: ids of keys)" : null);
		}
		checkChannels(targets, problems);
		problems.throwIfAny();
	}

	private void checkChannels(TargetRules targets, FieldProblems problems) {
		if (this.notificationChannels == null) {
			return;
		}
		if (this.notificationChannels.size() > MOST_CHANNELS) {
			problems.add("notificationChannels: %d (expected: at most %d)".formatted(this.notificationChannels.size(),
					MOST_CHANNELS));
			return;
		}
		for (int i = 0; i < this.notificationChannels.size(); i++) {
			String channel = this.notificationChannels.get(i);
			String problem = (channel != null) ? targets.problem(channel) : "null";
			problems.add((problem != null)
					? "notificationChannels[%d]: %s (expected: %s)".formatted(i, problem, TargetRules.EXPECTED) : null);
		}
	}

	/**
	 * What a new rule says; checked before.
	 */
	RuleContent create() {
		return new RuleContent(Objects.requireNonNull(this.name), keys(List.of()),
				Objects.requireNonNull(this.condition).model(), Objects.requireNonNull(this.severity),
				channels(List.of()), this.enabled == null || this.enabled);
	}

	/**
	 * What a rule says from now on; checked before.
	 */
	RuleContent change(RuleContent before) {
		return new RuleContent((this.name != null) ? this.name : before.name(), keys(before.keyIds()),
				(this.condition != null) ? this.condition.model() : before.condition(),
				(this.severity != null) ? this.severity : before.severity(), channels(before.channels()),
				(this.enabled != null) ? this.enabled : before.enabled());
	}

	private List<UUID> keys(List<UUID> before) {
		return (this.keyIds == null) ? before : distinct(this.keyIds);
	}

	private List<String> channels(List<String> before) {
		return (this.notificationChannels == null) ? before : distinct(this.notificationChannels);
	}

	private static <T> List<T> distinct(List<@Nullable T> values) {
		LinkedHashSet<T> distinct = new LinkedHashSet<>();
		values.forEach((value) -> distinct.add(Objects.requireNonNull(value)));
		return List.copyOf(distinct);
	}

}
