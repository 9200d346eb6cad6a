/**
 * Azure Managed HSM behind {@link io.qnsp.hsm.HsmAdapter}, by its official asynchronous
 * client: {@link io.qnsp.hsm.adapter.vault.VaultAdapter}. Which vaults may be reached is
 * the operator's decision ({@code VaultAddress}); no redirect is followed; a vault gets a
 * bounded number of connections of its own ({@code VaultNetwork}). A credential lives
 * from a login to its end ({@code VaultLogin}), one that was refused is never used again.
 * <p>
 * Depends on {@code guard} (threads for the logins, which block) and {@code encoding}.
 * Nothing outside of this package knows com.azure.
 */
@NullMarked
package io.qnsp.hsm.adapter.vault;

import org.jspecify.annotations.NullMarked;
