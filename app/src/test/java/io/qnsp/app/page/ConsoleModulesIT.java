package io.qnsp.app.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.qnsp.app.testing.QnspServerTest;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The console's modules by themselves, as the server sends them, in the browser that runs
 * them. The tests are scripts, one for each module.
 */
@QnspServerTest
@ExtendWith(Browser.class)
class ConsoleModulesIT {

	@LocalServerPort
	private int port;

	@TestFactory
	Stream<DynamicContainer> modules(Browser.Tab tab) {
		return Stream.of("api", "checkpoint", "counters", "feed", "sse", "stream")
			.map((module) -> DynamicContainer.dynamicContainer(module, results(tab, module)));
	}

	private Stream<DynamicTest> results(Browser.Tab tab, String module) {
		tab.open(this.port, "/console");
		Object found = tab.later(script("harness").replace("/* TESTS */", script(module)));
		List<?> results = (List<?>) found;
		assertThat(results).as("tests of %s", module).isNotEmpty();
		return results.stream().map((result) -> (Map<?, ?>) result).map(ConsoleModulesIT::test);
	}

	private static DynamicTest test(Map<?, ?> result) {
		return DynamicTest.dynamicTest(String.valueOf(result.get("name")),
				() -> assertThat(result.get("problem")).isEqualTo(""));
	}

	private static String script(String name) {
		try (InputStream stream = ConsoleModulesIT.class.getResourceAsStream("/console/" + name + ".js")) {
			assertThat(stream).as(name).isNotNull();
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
