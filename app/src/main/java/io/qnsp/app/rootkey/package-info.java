/**
 * Where the root key is: in a file, or in an HSM that never gives it away. Offers the
 * {@link io.qnsp.crypto.keyring.Keyring} and the
 * {@link io.qnsp.crypto.keyring.RootWrapping} that everything else stands on.
 * <p>
 * With an HSM, tenants' keys and the keys that sign access tokens are wrapped and
 * unwrapped inside it. What must be sealed on the spot (stored answers, secrets of
 * subscriptions) uses a secret that only the HSM opens, once at start-up, and that is in
 * memory while the server runs. Depends on the HSM bridge, the crypto engine, SQL and the
 * data folder.
 */
@NullMarked
package io.qnsp.app.rootkey;

import org.jspecify.annotations.NullMarked;
