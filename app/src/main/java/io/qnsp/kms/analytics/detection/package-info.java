/**
 * Notices what is worth an alert. Rules that compare with {@code gt} are held against the
 * usage as it is counted, in the same transaction; those that need the end of a window,
 * the baselines of keys and the age of keys are looked at by jobs right behind. Promises
 * that what runs again raises nothing twice, that nothing is judged before all of its
 * usage is counted, and that jobs write once, at their end, so that the journal's
 * followers do not wait for them. Depends on {@link io.qnsp.kms.analytics.usage},
 * {@link io.qnsp.kms.analytics.rule} and {@link io.qnsp.kms.analytics.alert}.
 */
@NullMarked
package io.qnsp.kms.analytics.detection;

import org.jspecify.annotations.NullMarked;
