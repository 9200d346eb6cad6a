package io.qnsp.app.rootkey;

import io.qnsp.crypto.keyring.Keyring;
import io.qnsp.crypto.keyring.RootWrapping;
import io.qnsp.hsm.HsmConnection;
import org.jspecify.annotations.Nullable;

/**
 * The root key in use.
 *
 * @param keyring seals at once, under keys derived from a secret in memory
 * @param wrapping wraps keys, where the root key is
 * @param hsm the connection, null for a key file
 */
record RootKeys(Keyring keyring, RootWrapping wrapping, @Nullable HsmConnection hsm) implements AutoCloseable {

	@Override
	public void close() {
		this.keyring.close();
		if (this.hsm != null) {
			this.hsm.close();
		}
	}

}
