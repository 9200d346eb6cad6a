/**
 * Azure Managed HSM behind {@link io.qnsp.hsm.HsmAdapter}, by its official asynchronous
 * client: {@link io.qnsp.hsm.adapter.vault.VaultAdapter}. Promises that keys are used in
 * the HSM alone, that none is kept that could leave it, and that nothing of the client's
 * own failures is passed on.
 * <p>
 * How to get to a vault is decided in {@link io.qnsp.hsm.adapter.vault.network}, who logs
 * in in {@link io.qnsp.hsm.adapter.vault.login}. Depends on both, on {@code guard} and on
 * {@code encoding}. Nothing outside of this package and those two knows com.azure.
 */
@NullMarked
package io.qnsp.hsm.adapter.vault;

import org.jspecify.annotations.NullMarked;
