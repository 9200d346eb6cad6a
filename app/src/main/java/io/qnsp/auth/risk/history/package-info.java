/**
 * What is known of users and tenants: learned by a projection from evaluations that let a
 * user in, kept in {@code risk_user} and {@code risk_tenant*}, and answered from memory.
 * Promises that every event is learned once, that a refused attempt teaches nothing, that
 * what is kept of a user is bounded, and that evaluating a user who is in memory takes no
 * SQL. Depends on {@link io.qnsp.auth.risk.login}, {@link io.qnsp.auth.risk.signal} and
 * {@link io.qnsp.core.projection}.
 */
@NullMarked
package io.qnsp.auth.risk.history;

import org.jspecify.annotations.NullMarked;
