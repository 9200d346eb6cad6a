package io.qnsp.hsm;

import java.net.URI;
import java.util.Locale;

/**
 * Which HSM to connect to.
 */
public sealed interface HsmTarget {

	/**
	 * A token behind a PKCS#11 library.
	 *
	 * @param library the operator's name of the library, never a path from a caller
	 * @param by what the token is named by
	 * @param name label or serial number, without the padding of PKCS#11
	 */
	record Token(String library, By by, String name) implements HsmTarget {

		@Override
		public String toString() {
			return this.library + ": token with " + this.by.name().toLowerCase(Locale.ROOT) + " " + this.name;
		}

	}

	/**
	 * An Azure Managed HSM.
	 *
	 * @param endpoint {@code https://NAME.managedhsm.azure.net}, checked against what the
	 * operator allows
	 */
	record Vault(URI endpoint) implements HsmTarget {

		@Override
		public String toString() {
			return this.endpoint.toString();
		}

	}

	/** What a token can be named by. */
	enum By {

		/** Its label, which must be the only one of that text. */
		LABEL,
		/** Its serial number. */
		SERIAL

	}

}
