package io.qnsp.crypto.keyring;

import java.io.Serial;
import java.nio.file.Path;

/**
 * A root key file is there but must not be used.
 */
public final class RootKeyFileException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	RootKeyFileException(Path file, String found, String expected) {
		super("root key file " + file + ": " + found + " (expected: " + expected + ")");
	}

}
