package io.qnsp.audit.streaming;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.core.caller.Role;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The load client of {@code config/load/streams}, small: slow ones, quiet ones, ones that
 * go away and resume. It checks at every client that no event is missing, comes twice or
 * out of order.
 */
@QnspServerTest
class StreamLoadIT {

	private static final Duration LONGEST = Duration.ofSeconds(60);

	@Autowired
	private TestTenants tenants;

	@Value("${local.server.port}")
	private int port;

	@Test
	void fiveHundredClientsGetEveryEventOnceAndInOrder() throws IOException, InterruptedException {
		String operator = this.tenants.platform(Role.PLATFORM_OPERATOR).key();
		String java = ProcessHandle.current().info().command().orElse("java");
		Process client = new ProcessBuilder(java, "-Xmx256m", Path.of("../config/load/Streams.java").toString(),
				"http://127.0.0.1:" + this.port, operator, "0", "500", "10", "2000", "4")
			.redirectErrorStream(true)
			.start();
		try {
			String printed = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(client.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
			assertThat(printed).contains("500 of 500 clients have every event of theirs once and in order; faults: 0")
				.containsPattern("[1-9]\\d* resumes");
			assertThat(client.exitValue()).isZero();
		}
		finally {
			client.destroyForcibly();
		}
	}

}
