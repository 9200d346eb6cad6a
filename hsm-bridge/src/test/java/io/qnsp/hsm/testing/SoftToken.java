package io.qnsp.hsm.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A token of SoftHSM with a label, serial number and PIN of its own, and no key in it.
 * SoftHSM speaks PKCS#11 2.40 and has no post-quantum mechanism. It never locks a PIN.
 */
public final class SoftToken {

	/** How many tokens one test JVM can {@link #take()}. */
	public static final int STOCK = 130;

	private final String label;

	private final String pin;

	private final String soPin;

	private final String folder;

	SoftToken(String label, String pin, String soPin, String folder) {
		this.label = label;
		this.pin = pin;
		this.soPin = soPin;
		this.folder = folder;
	}

	/**
	 * The SoftHSM library. All tokens of the stock exist when this returns, so that the
	 * library sees them whenever it is initialised afterwards.
	 * @return its path
	 */
	public static Path library() {
		return SoftHsmStore.get().library();
	}

	/**
	 * A new copy of the SoftHSM library: its process-wide state is its own, so it is
	 * initialised and finalised without touching another one. All copies share the
	 * tokens; slot ids and serial numbers are the same in each.
	 * @param name what to call its folder
	 * @return its path
	 */
	public static Path libraryCopy(String name) {
		Path library = library();
		try {
			return Files.copy(library, TestFolders.forLibrary(name).resolve("libsofthsm2.so"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Takes a token that no other test of this JVM has, seen by every library.
	 * @return the token
	 */
	public static SoftToken take() {
		return SoftHsmStore.get().take();
	}

	/**
	 * Makes a new token now. Only libraries that are initialised afterwards see it.
	 * @param label its label, up to 32 bytes
	 * @param pin its PIN, 4 to 255 bytes
	 * @param soPin the PIN of its security officer, 4 to 255 bytes
	 * @return the token
	 */
	public static SoftToken create(String label, String pin, String soPin) {
		return SoftHsmStore.get().create(label, pin, soPin);
	}

	/**
	 * The token's label.
	 * @return without padding
	 */
	public String label() {
		return this.label;
	}

	/**
	 * The user's PIN.
	 * @return the PIN
	 */
	public String pin() {
		return this.pin;
	}

	/**
	 * The security officer's PIN.
	 * @return the PIN
	 */
	public String soPin() {
		return this.soPin;
	}

	/**
	 * The token's serial number.
	 * @return 16 hexadecimal digits
	 */
	public String serial() {
		return this.folder.replace("-", "").substring(16);
	}

	/**
	 * The token's slot, which SoftHSM derives from the serial number.
	 * @return the slot id
	 */
	public long slotId() {
		return Long.parseLong(serial().substring(8), 16) & 0x7fff_ffffL;
	}

	/**
	 * Takes the token's files away under the library's feet, keys and all. From then on
	 * SoftHSM answers C_GetTokenInfo and C_Login of this slot with CKR_GENERAL_ERROR,
	 * even after {@link #plugIn()}, until it is finalised and initialised again.
	 */
	public void unplug() {
		SoftHsmStore.get().unplug(this.folder);
	}

	/** Brings back what {@link #unplug()} took away. */
	public void plugIn() {
		SoftHsmStore.get().plugIn(this.folder);
	}

	@Override
	public String toString() {
		return "SoftToken[" + this.label + "]";
	}

}
