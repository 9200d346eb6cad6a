/**
 * Tenants: what they have bought and whether they may work. Promises: only platform
 * operators make tenants or change what they have bought, and this instance never answers
 * from an older profile once a change has been answered. Depends on
 * {@link io.qnsp.auth.member} for the first owner.
 */
@NullMarked
package io.qnsp.tenant.tenants;

import org.jspecify.annotations.NullMarked;
