/**
 * The login to a vault by Entra ID. Promises that a credential lives from a login to its
 * end, that there is one login at a time, and that a credential that was refused is never
 * used again ({@code VaultLogin}). Depends on {@code guard} (threads for the logins,
 * which block) and on {@link io.qnsp.hsm.adapter.vault.network}.
 */
@NullMarked
package io.qnsp.hsm.adapter.vault.login;

import org.jspecify.annotations.NullMarked;
