/**
 * Escrow policies: which keys, which agents, how many of them, for how long. Promises
 * that a policy can always be carried out, and that a change reaches later escrows only.
 * Depends on {@link io.qnsp.kms.escrow.model}, and on {@link io.qnsp.auth.subject} to
 * know whether agents can act.
 */
@NullMarked
package io.qnsp.kms.escrow.policy;

import org.jspecify.annotations.NullMarked;
