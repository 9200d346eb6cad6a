/**
 * Rate limits: a token bucket per tenant (or address, for anonymous calls) and route
 * group, in this process. Promises headers on every answer. Depends on bucket4j.
 */
@NullMarked
package io.qnsp.app.ratelimit;

import org.jspecify.annotations.NullMarked;
