package io.qnsp.hsm.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class BrokenLibraryTests {

	private static final int SIGABRT = 128 + 6;

	private static final int SIGSEGV = 128 + 11;

	@Test
	void oneIsNotPkcs11() {
		Path library = BrokenLibrary.NOT_PKCS11.compiled();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> new PlainLibrary(library))
			.withMessageContaining("C_GetFunctionList");
	}

	@Test
	void oneHasNoFunctions() {
		Path library = BrokenLibrary.FAILS_WHEN_ASKED.compiled();
		assertThatIllegalStateException().isThrownBy(() -> new PlainLibrary(library))
			.withMessageContaining("answered 5");
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.MATCH_ANY, names = { "ABORTS_.*", "CRASHES_WHEN_LOADED" })
	void someEndTheProcessThatLoadsThem(BrokenLibrary library) throws Exception {
		Process process = loading(library);
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isEqualTo((library == BrokenLibrary.ABORTS_WHEN_LOADED) ? SIGABRT : SIGSEGV);
	}

	@Test
	void oneEndsTheJvmThatAsksForItsFunctions() throws Exception {
		Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
				"--enable-native-access=ALL-UNNAMED", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
				Ask.class.getName(), BrokenLibrary.CRASHES_WHEN_ASKED.compiled().toString())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isNotZero();
		assertThat(output).contains("SIGSEGV", "libbroken.so", "C_GetFunctionList");
	}

	@Test
	void oneHangsTheProcessThatLoadsIt() throws Exception {
		Process process = loading(BrokenLibrary.HANGS_WHEN_LOADED);
		try {
			// The constructor closes standard output and stays.
			assertThat(process.getInputStream().read()).isEqualTo(-1);
			assertThat(process.isAlive()).isTrue();
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	/** Starts a program that loads a library and does nothing else. */
	private static Process loading(BrokenLibrary library) throws IOException {
		ProcessBuilder program = new ProcessBuilder("/bin/true");
		program.environment().put("LD_PRELOAD", library.compiled().toString());
		return program.start();
	}

	/** What the test that ends a JVM runs in it. */
	static final class Ask {

		private Ask() {
		}

		public static void main(String[] arguments) {
			new PlainLibrary(Path.of(arguments[0]));
		}

	}

}
