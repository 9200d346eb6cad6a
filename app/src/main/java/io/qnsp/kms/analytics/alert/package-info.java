/**
 * Alerts: what tenants were told about the use of their keys. Promises that an alert is
 * raised once for each rule, key and period whatever runs again, together with the
 * notifications that it causes, and that the first acknowledgement stays. Depends on
 * {@link io.qnsp.kms.analytics.rule} for words alone.
 */
@NullMarked
package io.qnsp.kms.analytics.alert;

import org.jspecify.annotations.NullMarked;
