package io.qnsp.hsm.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Where the test tokens and what makes them are. */
final class TestFolders {

	private static final String SOFTHSM_CONF = "SOFTHSM2_CONF";

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private TestFolders() {
	}

	/**
	 * The file that SoftHSM reads its configuration from, in the folder of all tokens.
	 */
	static Path softHsmConfiguration() {
		return Path.of(environment(SOFTHSM_CONF));
	}

	/** The folder below {@code target} for all that the fixtures make. */
	static Path tokens() {
		Path folder = softHsmConfiguration().getParent();
		if (folder == null || !folder.endsWith(Path.of("target", "tokens"))) {
			throw new IllegalStateException(SOFTHSM_CONF + " is " + softHsmConfiguration()
					+ ", expected a file in target/tokens of the module");
		}
		return folder;
	}

	/** A file or folder of the checkout, named from its root. */
	static Path inCheckout(String path) {
		for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
			if (Files.exists(folder.resolve("mvnw"))) {
				Path found = folder.resolve(path);
				if (!Files.exists(found)) {
					throw new IllegalStateException(found + " is missing: run config/prepare-tests");
				}
				return found;
			}
		}
		throw new IllegalStateException("The tests run outside of the checkout, in " + Path.of("").toAbsolutePath());
	}

	static String environment(String variable) {
		String value = System.getenv(variable);
		if (value == null) {
			throw new IllegalStateException("The environment variable " + variable
					+ " is not set: the POM sets it for the tests, an IDE must too");
		}
		return value;
	}

	/**
	 * A new folder that no library of this process was ever loaded from: the loader would
	 * take the old library for the new one at the same path.
	 */
	static Path forLibrary(String name) {
		return emptied(tokens().resolve("libraries").resolve(NUMBER.incrementAndGet() + "-" + name));
	}

	static Path emptied(Path folder) {
		try {
			if (Files.exists(folder)) {
				List<Path> old;
				try (Stream<Path> all = Files.walk(folder)) {
					old = all.sorted(Comparator.reverseOrder()).toList();
				}
				for (Path file : old) {
					Files.delete(file);
				}
			}
			return Files.createDirectories(folder);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
