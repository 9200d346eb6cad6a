package io.qnsp.hsm.module;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmSettings.Library;

/**
 * Tries a library in a process of its own ({@link LibraryProbe}).
 */
final class LibraryCheck {

	private static final Duration PATIENCE = Duration.ofSeconds(15);

	private static final String PROGRAM = "/" + LibraryProbe.class.getName().replace('.', '/') + ".class";

	private LibraryCheck() {
	}

	/**
	 * Tries it. Takes as long as a JVM needs to start.
	 * @param library the library
	 * @throws HsmException {@link Problem#LIBRARY_UNUSABLE} and why
	 */
	static void check(Library library) {
		if (!Files.isRegularFile(library.path())) {
			throw unusable(library, "no such file");
		}
		switch (run(library)) {
			case 0 -> {
			}
			case LibraryProbe.NOT_LOADED -> throw unusable(library, "can't be loaded");
			case LibraryProbe.NOT_PKCS11 -> throw unusable(library, "has no C_GetFunctionList, so is none of PKCS#11");
			default -> throw unusable(library, "crashes when it is loaded and initialised");
		}
	}

	// The class may lie in a jar inside a jar, which no class path can name.
	private static int run(Library library) {
		try (InputStream code = Objects.requireNonNull(LibraryProbe.class.getResourceAsStream(PROGRAM), PROGRAM)) {
			Path program = Files.createTempFile("qnsp-library-check", ".jar");
			try {
				try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(program))) {
					jar.putNextEntry(new JarEntry(PROGRAM.substring(1)));
					code.transferTo(jar);
				}
				return run(library, program);
			}
			finally {
				Files.deleteIfExists(program);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("the check of " + library.path() + " could not be run", ex);
		}
	}

	private static int run(Library library, Path program) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
						"-XX:TieredStopAtLevel=1", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null",
						"--enable-native-access=ALL-UNNAMED", "-cp", program.toString(), LibraryProbe.class.getName(),
						library.path().toString()));
		if (library.parameters() != null) {
			command.add(library.parameters());
		}
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		try {
			if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				throw unusable(library, "does not answer within " + PATIENCE.toSeconds() + " s when it is initialised");
			}
			return process.exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new HsmException(Problem.UNAVAILABLE, "the check of a library was interrupted", ex);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static HsmException unusable(Library library, String why) {
		return new HsmException(Problem.LIBRARY_UNUSABLE,
				library.path().getFileName() + ": " + why + " (expected: a PKCS#11 library)");
	}

}
