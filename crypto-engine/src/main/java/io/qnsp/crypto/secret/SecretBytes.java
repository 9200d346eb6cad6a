package io.qnsp.crypto.secret;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Function;

import javax.crypto.SecretKey;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that must not leak: a key, a seed, a credential.
 * <p>
 * <b>Security guarantees.</b> The bytes are read only with a {@link SecretAccess} token;
 * {@link #equals(Object)} takes a time that depends on the lengths alone;
 * {@link #toString()} and {@link #hashCode()} tell nothing but the length;
 * {@link #close()} overwrites the bytes as soon as no read is under way, and every later
 * use is refused. Not guaranteed: copies made by the garbage collector, by the JDK's
 * ciphers or by a core dump; run without swap, core dumps and heap dumps. Safe for use by
 * several threads.
 */
public final class SecretBytes implements Wipeable {

	private final byte[] bytes;

	private final WipeGuard guard;

	private SecretBytes(byte[] bytes) {
		this.bytes = bytes;
		this.guard = new WipeGuard("secret bytes", () -> Arrays.fill(bytes, (byte) 0));
	}

	/**
	 * Takes over an array: the caller must not keep, read or change it afterwards.
	 * @param bytes the secret; overwritten on {@link #close()}
	 * @return the holder
	 */
	public static SecretBytes takeOver(byte[] bytes) {
		return new SecretBytes(bytes);
	}

	/**
	 * Copies an array. The caller still has to wipe its own.
	 * @param bytes the secret
	 * @return a holder of a copy
	 */
	public static SecretBytes copyOf(byte[] bytes) {
		return new SecretBytes(bytes.clone());
	}

	/**
	 * Another holder of the same bytes with its own life.
	 * @return the copy
	 * @throws IllegalStateException if closed
	 */
	public SecretBytes copy() {
		return this.guard.use(() -> copyOf(this.bytes));
	}

	/**
	 * How many bytes there are; known after close too.
	 * @return the length in bytes
	 */
	public int length() {
		return this.bytes.length;
	}

	/**
	 * Lends the bytes to a reader, which must neither keep nor change the array. They are
	 * not wiped while the reader runs.
	 * @param access why this place reads them
	 * @param reader what reads them, synchronously
	 * @return what the reader returned
	 * @throws IllegalStateException if closed
	 */
	@SuppressWarnings("UnusedVariable") // the token is there to be found in the source
	public <T> T read(SecretAccess access, Function<byte[], T> reader) {
		return this.guard.use(() -> reader.apply(this.bytes));
	}

	/**
	 * Hands out a copy, which the caller has to wipe.
	 * @param access why this place needs a copy
	 * @return a copy of the bytes
	 * @throws IllegalStateException if closed
	 */
	public byte[] toByteArray(SecretAccess access) {
		return read(access, byte[]::clone);
	}

	/**
	 * A view for the JDK's primitives. It is only as alive as this object.
	 * @param access why a primitive needs the key
	 * @param algorithm the JDK's name of the key's algorithm
	 * @return a key without bytes of its own
	 */
	public SecretKey asKey(SecretAccess access, String algorithm) {
		return new KeyView(this, algorithm, access);
	}

	/**
	 * Whether {@link #close()} was called.
	 * @return true from the first close on
	 */
	public boolean isClosed() {
		return this.guard.isClosed();
	}

	@Override
	public void close() {
		this.guard.close();
	}

	/**
	 * Compares content in constant time.
	 * @param other what to compare with
	 * @return true for secret bytes of the same content
	 * @throws IllegalStateException if either is closed
	 */
	@Override
	public boolean equals(@Nullable Object other) {
		if (!(other instanceof SecretBytes that)) {
			return false;
		}
		return this.guard.use(() -> that.guard.use(() -> MessageDigest.isEqual(this.bytes, that.bytes)));
	}

	/** Depends on the length alone, so that a hash never tells about the content. */
	@Override
	public int hashCode() {
		return this.bytes.length;
	}

	@Override
	public String toString() {
		return "SecretBytes[" + this.bytes.length + " bytes" + (isClosed() ? ", closed]" : "]");
	}

}
