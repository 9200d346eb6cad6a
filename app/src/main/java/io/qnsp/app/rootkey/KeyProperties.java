package io.qnsp.app.rootkey;

import java.nio.file.Path;
import java.util.List;

import io.qnsp.hsm.HsmTarget;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The root key, {@code qnsp.keys.*}.
 *
 * @param rootKeyFile a file of 32 bytes, mode 0600; without it, and without an HSM, a key
 * is made in the data folder, which the production profile refuses
 * @param retiredRootKeyFiles root keys of what was sealed earlier: it still opens, and
 * tenants' keys are wrapped anew
 * @param hsm the root key in an HSM, instead of a file
 */
@ConfigurationProperties("qnsp.keys")
record KeyProperties(@Nullable Path rootKeyFile, @DefaultValue List<Path> retiredRootKeyFiles, @Nullable Hsm hsm) {

	KeyProperties {
		if (rootKeyFile != null && hsm != null) {
			throw new IllegalArgumentException("qnsp.keys: root-key-file and hsm are both set (expected: one root key; "
					+ "a file that is replaced by an HSM goes to retired-root-key-files)");
		}
	}

	/**
	 * A root key in an HSM.
	 *
	 * @param library name of the library in {@code qnsp.hsm.libraries}
	 * @param tokenLabel the token's label, which must be the only one of that text
	 * @param tokenSerial the token's serial number, instead of the label
	 * @param pinFile a file with the user's PIN, mode 0600; a line's end after it does
	 * not count
	 * @param keyLabel label of the AES-256 key; a key is made when the token has none
	 */
	record Hsm(@Nullable String library, @Nullable String tokenLabel, @Nullable String tokenSerial,
			@Nullable Path pinFile, @DefaultValue("qnsp-root") String keyLabel) {

		HsmTarget.Token token() {
			String name = (this.tokenLabel != null) ? this.tokenLabel : this.tokenSerial;
			if (name == null || (this.tokenLabel != null && this.tokenSerial != null)) {
				throw new IllegalArgumentException(
						"qnsp.keys.hsm: token-label %s, token-serial %s (expected: one of them)"
							.formatted(this.tokenLabel, this.tokenSerial));
			}
			return new HsmTarget.Token(required("library", this.library),
					(this.tokenLabel != null) ? HsmTarget.By.LABEL : HsmTarget.By.SERIAL, name);
		}

		Path requiredPinFile() {
			return required("pin-file", this.pinFile);
		}

		private static <T> T required(String name, @Nullable T value) {
			if (value == null) {
				throw new IllegalArgumentException("qnsp.keys.hsm.%s: not set (expected: a value)".formatted(name));
			}
			return value;
		}

	}

}
