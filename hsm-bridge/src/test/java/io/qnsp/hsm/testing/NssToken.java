package io.qnsp.hsm.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A token of NSS softoken (3.131 or newer): ML-KEM and ML-DSA, interfaces up to PKCS#11
 * 3.2. The library knows exactly the tokens that {@code NSS_LIB_PARAMS} names. They are
 * made anew, with no key in them, when a test JVM first asks for one. NSS wraps keys that
 * are not extractable: don't test such rules with it.
 */
public enum NssToken {

	/** The token with label {@code nss-1}, in slot 4. */
	FIRST("nss-1", 4),

	/** The token with label {@code nss-2}, in slot 5. */
	SECOND("nss-2", 5);

	private final String label;

	private final long slotId;

	NssToken(String label, long slotId) {
		this.label = label;
		this.slotId = slotId;
	}

	/**
	 * The NSS softoken library. All its tokens exist when this returns. It needs no
	 * {@code LD_LIBRARY_PATH}.
	 * @return its path
	 */
	public static Path library() {
		return Made.LIBRARY;
	}

	/**
	 * The token's label.
	 * @return without padding
	 */
	public String label() {
		return this.label;
	}

	/**
	 * The token's slot.
	 * @return the slot id
	 */
	public long slotId() {
		return this.slotId;
	}

	/**
	 * The user's PIN.
	 * @return the PIN
	 */
	public String pin() {
		return "pin-of-" + this.label;
	}

	private void make(Path tokens, Path library) throws IOException {
		String folder = "sql:" + tokens.resolve(this.label);
		String slot = "0x%02x=[configDir='%s'".formatted(this.slotId, folder);
		if (!TestFolders.environment("NSS_LIB_PARAMS").contains(slot)) {
			throw new IllegalStateException("NSS_LIB_PARAMS does not contain " + slot);
		}
		Files.createDirectory(tokens.resolve(this.label));
		Path pinFile = Files.writeString(tokens.resolve(this.label + ".pin"), pin() + "\n");
		// The token is made by the softoken that will open it, not by the one installed.
		Program.run(Map.of("LD_LIBRARY_PATH", library.resolveSibling("").toString()),
				List.of("certutil", "-N", "-d", folder, "-f", pinFile.toString()));
	}

	/** Makes the tokens when the library is first asked for. */
	private static final class Made {

		private static final Path LIBRARY = all();

		private static Path all() {
			Path library = TestFolders.inCheckout(".test-tokens/nss/libsoftokn3.so");
			Path tokens = TestFolders.emptied(TestFolders.tokens().resolve("nss"));
			try {
				for (NssToken token : values()) {
					token.make(tokens, library);
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			return library;
		}

	}

}
