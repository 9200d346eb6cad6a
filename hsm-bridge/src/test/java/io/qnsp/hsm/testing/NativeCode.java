package io.qnsp.hsm.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Compiles the C code of the fixtures. */
final class NativeCode {

	private NativeCode() {
	}

	/**
	 * Compiles one source file to a shared library.
	 * @param source its name in {@code hsm-bridge/src/test/native}
	 * @param library the library to write
	 * @param options further options of the compiler
	 */
	static void compile(String source, Path library, String... options) {
		List<String> command = new ArrayList<>(List.of("gcc", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC",
				"-pthread", "-o", library.toString()));
		command.addAll(List.of(options));
		command.add(TestFolders.inCheckout("hsm-bridge/src/test/native").resolve(source).toString());
		Program.run(command.toArray(String[]::new));
	}

}
