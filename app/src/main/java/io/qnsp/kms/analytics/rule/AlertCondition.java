package io.qnsp.kms.analytics.rule;

/**
 * When a rule fires.
 *
 * @param metric what it looks at
 * @param operator how it compares
 * @param threshold what it compares with, 0 or more; 0..1 for an error rate
 * @param window how long it looks
 */
public record AlertCondition(AlertMetric metric, AlertOperator operator, double threshold, AlertWindow window) {

}
