/**
 * Brings alerts to the webhooks of their rules. Promises that a notification, written
 * together with its alert, is delivered at least once or kept as dead with its last
 * error; that no transaction is open while a webhook is called; and that one tenant's
 * slow webhooks hold up nobody else's for long. Depends on {@link io.qnsp.app.outbound}.
 */
@NullMarked
package io.qnsp.kms.analytics.notification;

import org.jspecify.annotations.NullMarked;
