package io.qnsp.hsm.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program that must succeed. */
final class Program {

	private static final int WITHIN_SECONDS = 60;

	private Program() {
	}

	/**
	 * Runs a program to its end.
	 * @param environment variables to set beside those of this process
	 * @param command the program and its arguments
	 * @return what it printed
	 */
	static String run(Map<String, String> environment, List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().putAll(environment);
		try {
			Process process = builder.start();
			process.getOutputStream().close();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (!process.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS)) {
				process.destroyForcibly();
				throw new IllegalStateException(command.getFirst() + " printed all but did not end: " + output);
			}
			if (process.exitValue() != 0) {
				throw new IllegalStateException(
						command.getFirst() + " failed with " + process.exitValue() + ": " + output);
			}
			return output;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Can't run " + command.getFirst() + " (see config/prepare-tests)", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while running " + command.getFirst(), ex);
		}
	}

	static String run(String... command) {
		return run(Map.of(), List.of(command));
	}

}
