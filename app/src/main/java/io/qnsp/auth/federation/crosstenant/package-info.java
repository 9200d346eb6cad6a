/**
 * Activity across tenants: whose credentials worked in another tenant, how often and when
 * last. Promises: it is derived from the journal alone and can be rebuilt; a tenant sees
 * what it did elsewhere and what others did in it, only platform roles see more. Depends
 * on {@link io.qnsp.core.projection}.
 */
@NullMarked
package io.qnsp.auth.federation.crosstenant;

import org.jspecify.annotations.NullMarked;
