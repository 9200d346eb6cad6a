package io.qnsp.app.rootkey;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.qnsp.crypto.keyring.RootKey;
import io.qnsp.hsm.HsmBridge;
import io.qnsp.hsm.HsmConnection;
import io.qnsp.hsm.HsmException;

/**
 * Opens a root key in an HSM while the server starts: nothing works without it, so the
 * start waits, and ends when the HSM refuses or stays silent.
 */
final class HsmRootStart {

	/** The HSM's slowest call, making a key, and a few others. */
	private static final Duration LONGEST = Duration.ofSeconds(90);

	private final KeyProperties.Hsm properties;

	private final PinFile pin;

	HsmRootStart(KeyProperties.Hsm properties, PinFile pin) {
		this.properties = properties;
		this.pin = pin;
	}

	/**
	 * Connects.
	 * @param bridge where connections come from
	 * @return the connection; nothing was sent yet
	 */
	HsmConnection connect(HsmBridge bridge) throws IOException {
		this.pin.requireNotRefused();
		return bridge.open("root-key", this.properties.token(), this.pin);
	}

	/**
	 * Waits for the root keys.
	 * @param roots finds them through the connection
	 * @param connection closed when they can't be opened
	 * @param files root keys that were in files
	 * @return the root keys
	 */
	RootKeys open(HsmRoots roots, HsmConnection connection, List<RootKey> files) throws IOException {
		try {
			return Objects.requireNonNull(roots.open(this.properties.keyLabel(), files).block(LONGEST));
		}
		catch (HsmException ex) {
			connection.close();
			if (connection.health().refusedLogins() > 0) {
				this.pin.remember();
			}
			throw new IllegalStateException("The server can't start without its root key, key %s of %s: %s"
				.formatted(this.properties.keyLabel(), this.properties.token(), ex.getMessage()), ex);
		}
		catch (RuntimeException ex) {
			connection.close();
			throw ex;
		}
	}

}
