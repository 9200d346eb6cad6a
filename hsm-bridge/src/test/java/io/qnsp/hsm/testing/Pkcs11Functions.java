package io.qnsp.hsm.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The names of the PKCS#11 2.40 functions in their order, from the file that the C code
 * is made of.
 */
final class Pkcs11Functions {

	private static final Pattern FUNCTION = Pattern.compile("^FUNCTION\\((\\w+),", Pattern.MULTILINE);

	private static final List<String> NAMES = read();

	private Pkcs11Functions() {
	}

	static List<String> names() {
		return NAMES;
	}

	static int index(String name) {
		int index = NAMES.indexOf(name);
		if (index < 0) {
			throw new IllegalArgumentException(
					"'" + name + "' is no function of PKCS#11 2.40, expected one like C_Sign");
		}
		return index;
	}

	private static List<String> read() {
		try {
			return FUNCTION.matcher(Files.readString(TestFolders.inCheckout("hsm-bridge/src/test/native/functions.h")))
				.results()
				.map((MatchResult match) -> match.group(1))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
