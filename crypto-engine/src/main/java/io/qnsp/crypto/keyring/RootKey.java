package io.qnsp.crypto.keyring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.qnsp.crypto.aead.AssociatedData;
import io.qnsp.crypto.aead.KeyId;
import io.qnsp.crypto.kdf.Hkdf;
import io.qnsp.crypto.random.Randoms;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.secret.Wipeable;

/**
 * The key at the top: 32 random bytes, from which a {@link Keyring} derives all others.
 * The file methods block: call them at start-up, never on an event loop.
 * <p>
 * <b>Security guarantees.</b> A key file is readable by its owner alone, from its first
 * byte on; it appears under its name complete and synced to disk, or not at all, and
 * never replaces another. A file that anyone else may read or write, of another length,
 * or all zero, is refused. The id is a pseudo-random function of the key and tells
 * nothing about it.
 */
public final class RootKey implements Wipeable {

	/** Length in bytes. */
	public static final int BYTES = 32;

	private final KeyId id;

	private final SecretBytes bytes;

	private RootKey(SecretBytes bytes) {
		this.bytes = bytes;
		this.id = KeyId.of(Hkdf.extractAndExpand(DerivedKeys.SALT, bytes,
				AssociatedData.of("root key id").toByteArray(), KeyId.BYTES));
	}

	/**
	 * A root key that comes from elsewhere than a file.
	 * @param bytes exactly 32, uniformly random; this object closes them from now on
	 * @return the key; the caller closes it
	 * @throws IllegalArgumentException for another length
	 */
	public static RootKey of(SecretBytes bytes) {
		if (bytes.length() != BYTES) {
			throw new IllegalArgumentException("root key: " + bytes.length() + " bytes (expected: " + BYTES + ")");
		}
		return new RootKey(bytes);
	}

	/**
	 * Loads the key file. A symbolic link is followed.
	 * @param file 32 raw bytes, mode 0600 or 0400
	 * @return the key; the caller closes it
	 * @throws IOException if it can't be read
	 * @throws RootKeyFileException if its mode, length or content is refused
	 */
	public static RootKey load(Path file) throws IOException {
		return new RootKey(RootKeyFile.read(file));
	}

	/**
	 * Creates the key file with a new key and loads it. Missing folders are created with
	 * mode 0700.
	 * @param file must not exist
	 * @param randoms where the key comes from
	 * @return the key; the caller closes it
	 * @throws java.nio.file.FileAlreadyExistsException if it exists, also if another
	 * process was faster
	 * @throws IOException if it can't be written
	 */
	public static RootKey create(Path file, Randoms randoms) throws IOException {
		try (SecretBytes fresh = randoms.secret(BYTES)) {
			RootKeyFile.create(file, fresh);
		}
		return load(file);
	}

	/**
	 * Loads the key file, or creates it if there is none.
	 * @param file the key file
	 * @param randoms where a new key comes from
	 * @return the key; the caller closes it
	 * @throws IOException if it can't be read or written
	 * @throws RootKeyFileException if its mode, length or content is refused
	 */
	public static RootKey loadOrCreate(Path file, Randoms randoms) throws IOException {
		return Files.exists(file) ? load(file) : create(file, randoms);
	}

	/**
	 * The key's public name, which its envelopes carry: store it, and refuse to start
	 * with another.
	 * @return the id
	 */
	public KeyId id() {
		return this.id;
	}

	SecretBytes bytes() {
		return this.bytes;
	}

	@Override
	public void close() {
		this.bytes.close();
	}

	@Override
	public String toString() {
		return "RootKey[" + this.id + "]";
	}

}
