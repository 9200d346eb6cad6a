/**
 * The risk model: how risky a login attempt is, why, and what to do about it.
 * {@code RiskModel} and {@code RiskPolicies} promise pure, order-independent, monotone
 * decisions in a few microseconds: they read no clock and do no I/O, so they may run on
 * an event loop. All numbers stand in {@code RiskThresholds}. Depends on the JDK,
 * Jackson's annotations for the names of enums, and {@link io.qnsp.core.error} for what a
 * caller is told.
 */
@NullMarked
package io.qnsp.auth.risk.model;

import org.jspecify.annotations.NullMarked;
