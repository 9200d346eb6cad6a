/**
 * Analytics of the use of keys: what was used how often, by whom and for how many bytes
 * ({@code usage}, {@code application}), what tenants want to be told ({@code rule}), what
 * they were told ({@code alert}), how it is noticed ({@code detection}) and how it gets
 * out ({@code notification}). Everything counted comes from the journal by one projection
 * and can be rebuilt from it. Depends on {@link io.qnsp.kms.keys},
 * {@link io.qnsp.core.projection} and {@link io.qnsp.app.outbound}.
 */
@NullMarked
package io.qnsp.kms.analytics;

import org.jspecify.annotations.NullMarked;
