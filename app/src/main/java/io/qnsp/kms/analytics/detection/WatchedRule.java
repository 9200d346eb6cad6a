package io.qnsp.kms.analytics.detection;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;

import io.qnsp.kms.analytics.alert.AlertType;
import io.qnsp.kms.analytics.alert.NewAlert;
import io.qnsp.kms.analytics.rule.AlertCondition;
import io.qnsp.kms.analytics.rule.AlertMetric;
import io.qnsp.kms.analytics.rule.AlertOperator;
import io.qnsp.kms.analytics.rule.AlertSeverity;

/**
 * A rule that is looked at.
 *
 * @param tenantId the tenant
 * @param rule the rule's id and name
 * @param keyIds which keys; empty means all
 * @param condition when it fires
 * @param severity how much it matters
 * @param effectiveFrom windows that had ended before are not looked at
 * @param judgeAt when the window ends that is judged next, for what must have ended
 */
record WatchedRule(UUID tenantId, NewAlert.Rule rule, Set<UUID> keyIds, AlertCondition condition,
		AlertSeverity severity, Instant effectiveFrom, Instant judgeAt) {

	boolean covers(UUID keyId) {
		return this.keyIds.isEmpty() || this.keyIds.contains(keyId);
	}

	/**
	 * The window of a key that a time falls into.
	 */
	KeyWindow windowAt(UUID keyId, Instant time) {
		Instant start = this.condition.window().startOf(time);
		return new KeyWindow(this.tenantId, keyId, this.condition.window().spanSeconds(), start,
				this.condition.window().endOf(start));
	}

	/**
	 * Judges a window.
	 * @param window a window of this rule's
	 * @param totals the key's use in it
	 * @return the alert, or empty when the condition does not hold
	 */
	Optional<NewAlert> judge(KeyWindow window, ActivityTotals totals) {
		OptionalDouble value = totals.value(this.condition.metric());
		if (!window.end().isAfter(this.effectiveFrom) || value.isEmpty()
				|| !this.condition.operator().holds(value.getAsDouble(), this.condition.threshold())) {
			return Optional.empty();
		}
		return Optional.of(new NewAlert(this.tenantId, this.rule, window.keyId(), AlertType.THRESHOLD_EXCEEDED,
				this.severity, message(value.getAsDouble(), window), window.start(), window.end()));
	}

	private String message(double value, KeyWindow window) {
		return "%s: %s was %s in the %s from %s (rule: %s %s)".formatted(this.rule.name(),
				this.condition.metric().wireName(), shown(value), this.condition.window().text(), window.start(),
				words(this.condition.operator()), shown(this.condition.threshold()));
	}

	private String shown(double value) {
		boolean whole = this.condition.metric() != AlertMetric.ERROR_RATE && value == Math.rint(value);
		return String.format(Locale.ROOT, whole ? "%.0f" : "%.4f", value);
	}

	private static String words(AlertOperator operator) {
		return switch (operator) {
			case GT -> "more than";
			case LT -> "less than";
			case EQ -> "exactly";
		};
	}

}
