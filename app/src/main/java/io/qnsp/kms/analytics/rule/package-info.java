/**
 * Alert rules: what a tenant wants to be told about the use of its keys. A rule compares
 * a figure of one key in one window with a threshold; windows tumble, aligned to the UTC
 * epoch, so a day is a UTC day and a week begins on a Thursday. Promises that a rule is
 * checked strictly before it is stored. Depends on {@link io.qnsp.kms.keys} and
 * {@link io.qnsp.app.outbound}.
 */
@NullMarked
package io.qnsp.kms.analytics.rule;

import org.jspecify.annotations.NullMarked;
