package io.qnsp.app.page;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import io.qnsp.app.testing.ServerProcess;
import io.qnsp.auth.risk.RiskCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A console that stays open while its server is really stopped and started again on the
 * same data.
 */
@ExtendWith(Browser.class)
class ConsoleRestartIT {

	private static final String KEY = "qnsp_pqc_console-restart-test-key-0001";

	private static final String EVALUATE = Evaluations.EVENT;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static void evaluate(ServerProcess server, int times) {
		for (int i = 0; i < times; i++) {
			assertThat(server.call("POST", "/auth/risk/evaluate", KEY, RiskCalls.home("user-" + i)).statusCode())
				.isEqualTo(200);
		}
	}

	private static List<String> listed(ServerProcess server) {
		JsonNode events = JSON.readTree(server.call("GET", "/v1/events?eventType=" + EVALUATE, KEY, null).body())
			.path("events");
		return StreamSupport.stream(events.spliterator(), false)
			.map((event) -> event.path("eventId").asString())
			.toList();
	}

	@Test
	void goesOnWithoutGapOrRepeatWhenTheServerWasRestarted(Browser.Tab tab) {
		try (ServerProcess server = new ServerProcess(Map.of("QNSP_BOOTSTRAP_API_KEY", KEY))) {
			server.start();
			ConsolePage page = ConsolePage.signedIn(tab, server.uri("/").getPort(), KEY);
			page.only(EVALUATE);
			evaluate(server, 2);
			page.waitForEvents(listed(server));
			tab.click("pause");
			evaluate(server, 2);
			tab.waitFor("waiting", "2 events wait");
			server.stop();
			tab.waitFor("state", "Paused. Reconnecting: ");
			server.start();
			evaluate(server, 3);
			tab.waitFor("waiting", "5 events wait");
			tab.click("pause");
			page.waitForEvents(listed(server));
			assertThat(page.eventIds()).hasSize(7);
		}
	}

}
