/**
 * Risk-based authentication: how risky a login attempt is, why, and what to do about it.
 * The model ({@code RiskModel}, {@code RiskPolicies}) promises pure, order-independent,
 * monotone decisions in a few microseconds: it reads no clock, does no I/O and depends on
 * the JDK alone, so it may run on an event loop. All its numbers stand in
 * {@code RiskThresholds}.
 */
@NullMarked
package io.qnsp.auth.risk;

import org.jspecify.annotations.NullMarked;
