package io.qnsp.app.pipeline;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that hang up in the middle of their request: no fault of the server.
 */
@QnspServerTest
class CutOffRequestIT {

	// A call that is cut off before the server has begun to read its body leaves nothing;
	// of ten, some are later than that.
	private static final int CALLS = 10;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@ValueSource(strings = { "X-Other: 1", "Idempotency-Key: cut-off" })
	void leavesABadRequestInTheJournal(String header) throws IOException {
		Account owner = this.tenants.owner();
		for (int call = 0; call < CALLS; call++) {
			cutOff(owner, header);
		}
		Eventually.until("the events of calls that were cut off", () -> statuses(owner).contains(400));
		assertThat(statuses(owner)).containsOnly(400);
	}

	private Set<Integer> statuses(Account owner) {
		return this.calls.events(owner.tenantId(), "auth.risk.evaluate")
			.stream()
			.map((event) -> JsonMapper.shared().readTree(event).path("status_code").asInt())
			.collect(Collectors.toSet());
	}

	private void cutOff(Account owner, String header) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			socket.getOutputStream().write("""
					POST /auth/risk/evaluate HTTP/1.1\r
					Host: localhost\r
					Authorization: Bearer %s\r
					Content-Type: application/json\r
					Content-Length: 1000\r
					Expect: 100-continue\r
					%s\r
					\r
					""".formatted(owner.key(), header).getBytes(StandardCharsets.US_ASCII));
			// The server asks for the body: it is reading now.
			assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
				.isEqualTo("HTTP/1.1 100");
			socket.getOutputStream().write('{');
		}
	}

}
