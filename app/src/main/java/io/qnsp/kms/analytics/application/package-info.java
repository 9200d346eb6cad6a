/**
 * The applications that use a tenant's keys: the list of them, and what they report of
 * uses that happened elsewhere. Promises that a recorded use counts as any other and is
 * marked. Depends on {@link io.qnsp.kms.analytics.usage}.
 */
@NullMarked
package io.qnsp.kms.analytics.application;

import org.jspecify.annotations.NullMarked;
