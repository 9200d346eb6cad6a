/**
 * Service accounts: callers that are programs. Promises: an account never holds more than
 * the one who made it, and a disabled account's credentials are refused at once. Depends
 * on {@link io.qnsp.auth.apikey} for its secret and on {@link io.qnsp.auth.subject} for
 * what may be granted.
 */
@NullMarked
package io.qnsp.auth.serviceaccount;

import org.jspecify.annotations.NullMarked;
