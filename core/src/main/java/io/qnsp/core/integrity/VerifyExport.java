package io.qnsp.core.integrity;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Verifies an exported range of events offline: needs the file, no database and no
 * server. Prints a verdict; ends with 0 when everything is as it was sealed, with 1 when
 * it is not, with 2 when the file can't be read as an export or the arguments are wrong.
 *
 * <pre>
 * java -cp app.jar -Dloader.main=io.qnsp.core.integrity.VerifyExport \
 *   org.springframework.boot.loader.launch.PropertiesLauncher bundle.jsonl --key FINGERPRINT
 * </pre>
 */
public final class VerifyExport {

	private static final int VALID = 0;

	private static final int INVALID = 1;

	private static final int UNREADABLE = 2;

	private static final String USAGE = "usage: VerifyExport FILE [--key SHA3-256-FINGERPRINT]...";

	private final PrintStream out;

	/**
	 * Creates the verifier.
	 * @param out where the verdict is printed
	 */
	public VerifyExport(PrintStream out) {
		this.out = out;
	}

	/**
	 * Verifies the file that the arguments name, and ends the JVM with the exit code.
	 * @param arguments the file, and {@code --key} with the fingerprint of a key to trust
	 */
	public static void main(String[] arguments) {
		int code = new VerifyExport(System.out).run(arguments);
		System.exit(code);
	}

	/**
	 * Verifies the file that the arguments name.
	 * @param arguments as for {@link #main}
	 * @return the exit code: 0, 1 or 2
	 */
	public int run(String... arguments) {
		Path file = null;
		Set<String> pins = new HashSet<>();
		for (int i = 0; i < arguments.length; i++) {
			if (arguments[i].equals("--key") && i + 1 < arguments.length) {
				i++;
				pins.add(arguments[i].toLowerCase(Locale.ROOT));
			}
			else if (file == null && !arguments[i].startsWith("--")) {
				file = Path.of(arguments[i]);
			}
			else {
				return say(UNREADABLE, USAGE);
			}
		}
		if (file == null || pins.stream().anyMatch((pin) -> !pin.matches("[0-9a-f]{64}"))) {
			return say(UNREADABLE, USAGE);
		}
		return verify(file, pins);
	}

	private int verify(Path file, Set<String> pins) {
		ExportVerifier verifier = new ExportVerifier(pins);
		long number = 0;
		try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
			for (byte[] line = line(in); line != null; line = line(in)) {
				number++;
				verifier.accept(line);
			}
			return good(verifier.finish(), verifier.range(), pins);
		}
		catch (BadExportException ex) {
			Verdict verdict = verifier.bad(String.valueOf(ex.getMessage()));
			return say(INVALID,
					"INVALID, line %d: %s%nverified before it: %d checkpoints, %d events, %d leaves without their event"
						.formatted(number, verdict.fault(), verdict.checkpoints(), verdict.events(),
								verdict.removed()));
		}
		catch (IllegalArgumentException ex) {
			return say(UNREADABLE, "UNREADABLE, line %d: %s".formatted(number, ex.getMessage()));
		}
		catch (IOException ex) {
			return say(UNREADABLE, "UNREADABLE: %s (expected: a readable file)".formatted(ex));
		}
	}

	private int good(Verdict verdict, String range, Set<String> pins) {
		say(VALID, "VALID: %d checkpoints, %d events, %d leaves without their event".formatted(verdict.checkpoints(),
				verdict.events(), verdict.removed()));
		say(VALID, "Verified: " + range);
		return say(VALID,
				pins.isEmpty()
						? "The keys are those of the file itself: name the platform's with --key to know who signed."
						: "Every checkpoint is signed by a key that was named with --key.");
	}

	private int say(int code, String text) {
		this.out.println(text);
		return code;
	}

	/**
	 * Reads a line, which must not be longer than {@link BundleLines#LONGEST}.
	 * @return its bytes, or {@code null} at the end
	 */
	private static byte @Nullable [] line(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream(2_048);
		int read = in.read();
		if (read < 0) {
			return null;
		}
		while (read >= 0 && read != '\n') {
			if (line.size() == BundleLines.LONGEST) {
				throw new IllegalArgumentException("a line of more than %d bytes".formatted(BundleLines.LONGEST));
			}
			line.write(read);
			read = in.read();
		}
		return line.toByteArray();
	}

}
