package io.qnsp.app.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A generated file that is committed, so that a reviewer sees what changes.
 *
 * @param path where it is, relative to the module
 */
record CommittedFile(Path path) {

	private static final String WRITE = "qnsp.write";

	CommittedFile(String path) {
		this(Path.of(path));
	}

	/**
	 * Fails when the committed file is another one; writes it instead when the system
	 * property {@value #WRITE} is set.
	 * @param generated what it must hold
	 */
	void check(String generated) {
		try {
			if (isWriting()) {
				Files.writeString(this.path, generated);
			}
			String committed = Files.exists(this.path) ? Files.readString(this.path) : "";
			assertThat(committed)
				.as("app/%s is generated and out of date: run ./mvnw verify -pl app -am -DskipITs -D%s=true "
						+ "-Dtest='EndpointTableTests,OpenApiTests' -Dsurefire.failIfNoSpecifiedTests=false and commit it",
						this.path, WRITE)
				.isEqualTo(generated);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Whether files are written rather than compared.
	 * @return true when the system property says so
	 */
	static boolean isWriting() {
		return Boolean.getBoolean(WRITE);
	}

}
