/**
 * A tenant's risk policies: kept, listed and changed over HTTP, and answered from memory
 * to evaluations. Promises that a change holds for the next evaluation on the instance
 * that made it, and moments later on the others. Depends on
 * {@link io.qnsp.auth.risk.model} and {@link io.qnsp.core.change}.
 */
@NullMarked
package io.qnsp.auth.risk.policy;

import org.jspecify.annotations.NullMarked;
