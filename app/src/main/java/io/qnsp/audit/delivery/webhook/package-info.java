/**
 * Webhooks: CloudEvents 1.0 in JSON, signed as Standard Webhooks says
 * ({@code webhook-id}, {@code webhook-timestamp}, {@code webhook-signature}), on request
 * with the platform's ML-DSA-65 key too. Promises: only addresses that are permitted are
 * connected to, redirects are not followed, and secrets are in memory only while a
 * destination is open. Depends on {@link io.qnsp.app.outbound} and
 * {@link io.qnsp.app.signing}.
 */
@NullMarked
package io.qnsp.audit.delivery.webhook;

import org.jspecify.annotations.NullMarked;
