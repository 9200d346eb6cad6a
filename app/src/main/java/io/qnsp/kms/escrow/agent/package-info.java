/**
 * The public keys of agents, to which their shares are encrypted. Promises that a key is
 * validated before it is kept, and that only an agent itself or an administrator
 * registers one. Depends on the engine's imports.
 */
@NullMarked
package io.qnsp.kms.escrow.agent;

import org.jspecify.annotations.NullMarked;
