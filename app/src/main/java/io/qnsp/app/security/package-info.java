/**
 * Who is calling: Spring Security's reactive chain, reduced to bearer credentials.
 * Promises: every path needs a credential unless its endpoint says otherwise; refusals
 * have the one error shape; security headers go on every answer. Depends on
 * {@link io.qnsp.core.caller.Authenticator} and the endpoint catalogue.
 */
@NullMarked
package io.qnsp.app.security;

import org.jspecify.annotations.NullMarked;
