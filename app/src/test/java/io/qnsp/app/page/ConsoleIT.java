package io.qnsp.app.page;

import java.util.List;
import java.util.Locale;
import java.util.UUID;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.audit.integrity.SealedEvents;
import io.qnsp.core.integrity.Checkpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The console in a real Chromium, on the real server. After each test the browser must
 * not have seen an error of a script or anything that the content security policy
 * forbids, see {@link Browser}.
 */
@QnspServerTest
@ExtendWith(Browser.class)
class ConsoleIT {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	@Autowired
	private WebTestClient web;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Autowired
	private SealedEvents sealed;

	@LocalServerPort
	private int port;

	/** The ids of a tenant's events of one type in the journal, the newest first. */
	private List<String> journaled(Account account, String eventType) {
		return this.calls.events(account.tenantId(), eventType)
			.stream()
			.map((event) -> JSON.readTree(event).path("event_id").asString())
			.toList()
			.reversed();
	}

	@Test
	void showsAnEventThatHappensWhileItWatches(Browser.Tab tab) {
		Account owner = this.tenants.owner();
		ConsolePage page = ConsolePage.signedIn(tab, this.port, owner.key());
		Evaluations.make(this.web, owner, 1);
		Eventually.until("the event is shown", () -> page.eventTypes().contains(Evaluations.EVENT));
		Eventually.until("it is counted as usage", () -> page.rows("usage").contains("auth.risk_evaluation | 1 | 1"));
		assertThat(page.rows("top")).contains("user " + owner.userId() + " | " + Evaluations.EVENT + " | 1");
		Eventually.until("the table by minute has it",
				() -> page.rows("minutes").getFirst().matches(".* to .* \\| [1-9]\\d* \\| [1-9]\\d* \\| \\d+ \\| 0"));
		assertThat(tab.text("summary"))
			.matches("Last minute: \\d+ events, .* a second: [1-9]\\d* success, \\d failure, 0 denied\\.");
		Eventually.until("its line is drawn", page::drawsSuccesses);
	}

	@Test
	void showsOneEventWholeAndCopiesIt(Browser.Tab tab) {
		Account owner = this.tenants.owner();
		ConsolePage page = ConsolePage.signedIn(tab, this.port, owner.key());
		Evaluations.make(this.web, owner, 1);
		Eventually.until("the event is shown", () -> page.eventTypes().contains(Evaluations.EVENT));
		tab.string(
				"""
						const row = [...document.querySelectorAll('#events button')].find((one) => one.textContent === arguments[0]);
						row.id = 'wanted';
						return row.focus()""",
				Evaluations.EVENT);
		tab.press(Keys.ENTER);
		assertThat(tab.text("detail-title")).isEqualTo(Evaluations.EVENT);
		JsonNode event = JSON.readTree(tab.text("detail-json"));
		assertThat(event.path("eventId").asString()).isEqualTo(journaled(owner, Evaluations.EVENT).getFirst());
		assertThat(event.path("billableOperation").asString()).isEqualTo("auth.risk_evaluation");
		tab.allowClipboard(this.port);
		tab.click("copy");
		tab.waitFor("copied", "Copied.");
		assertThat(tab.later("navigator.clipboard.readText().then(arguments[arguments.length - 1])"))
			.isEqualTo(tab.text("detail-json"));
		tab.press(Keys.ESCAPE);
		Eventually.until("the focus is where it was", () -> tab.focused().equals("wanted"));
		assertThat(tab.find("detail").isDisplayed()).isFalse();
	}

	@Test
	void showsNothingWhilePausedAndAllOfItAfterwards(Browser.Tab tab) {
		Account owner = this.tenants.owner();
		ConsolePage page = ConsolePage.signedIn(tab, this.port, owner.key());
		page.only(Evaluations.EVENT);
		Evaluations.make(this.web, owner, 2);
		page.waitForEvents(journaled(owner, Evaluations.EVENT));
		tab.click("pause");
		Evaluations.make(this.web, owner, 3);
		tab.waitFor("waiting", "3 events wait");
		assertThat(tab.text("state")).isEqualTo("Paused");
		assertThat(page.eventIds()).hasSize(2);
		assertThat(page.rows("usage")).containsExactly("auth.risk_evaluation | 2 | 2");
		tab.click("pause");
		page.waitForEvents(journaled(owner, Evaluations.EVENT));
		assertThat(tab.text("waiting")).isEmpty();
		Eventually.until("all five are counted",
				() -> page.rows("usage").equals(List.of("auth.risk_evaluation | 5 | 5")));
	}

	@Test
	void readsAgainFromTheServerWhatItCouldNotKeepWhilePaused(Browser.Tab tab) {
		Account owner = this.tenants.owner();
		ConsolePage page = ConsolePage.signedIn(tab, this.port, owner.key());
		page.only("kms.key.sign");
		this.sealed.append(owner.tenantId(), 5);
		Eventually.until("five events are shown", () -> page.eventIds().size() == 5);
		tab.click("pause");
		List<UUID> written = this.sealed.append(owner.tenantId(), 1_010);
		tab.waitFor("waiting", "More than 1000 events wait");
		assertThat(tab.text("state")).isEqualTo("Paused, disconnected");
		tab.click("pause");
		Eventually.until("all are counted", () -> page.rows("usage").equals(List.of("kms.sign | 1,015 | 1,015")));
		assertThat(tab.text("state")).isEqualTo("Live");
		assertThat(page.eventIds()).as("the newest 200 in order")
			.isEqualTo(written.reversed().stream().limit(200).map(UUID::toString).toList());
	}

	@Test
	void letsTheServerFilterAndFindsInWhatIsShown(Browser.Tab tab) {
		Account owner = this.tenants.owner();
		Evaluations.make(this.web, owner, 1);
		ConsolePage page = ConsolePage.signedIn(tab, this.port, owner.key());
		Eventually.until("the past is shown", () -> page.eventTypes().contains(Evaluations.EVENT));
		Eventually.until("and the page's own call", () -> page.eventTypes().contains("audit.event.list"));
		page.only("auth.risk.*");
		Eventually.until("the past is filtered", () -> page.eventTypes().equals(List.of(Evaluations.EVENT)));
		TestCalls.body(TestCalls.call(this.web, "GET", "/v1/events?limit=1", owner, null), 200);
		Evaluations.make(this.web, owner, 1);
		Eventually.until("so is what comes",
				() -> page.eventTypes().equals(List.of(Evaluations.EVENT, Evaluations.EVENT)));
		String first = journaled(owner, Evaluations.EVENT).getLast();
		tab.type("find", "risk " + first.toUpperCase(Locale.ROOT));
		tab.waitFor("found", "1 of 2 events match");
		assertThat(page.eventTypes()).hasSize(1);
		page.filter("NOT A TYPE", "");
		tab.waitFor("filter-problem", "Not applied. 400: ");
		assertThat(tab.text("filter-problem")).contains("eventType: NOT A TYPE (expected: a type");
		assertThat(tab.text("filters-set")).as("what it was before").isEqualTo("auth.risk.*");
		tab.click("clear");
		tab.waitFor("filters-set", "none");
		tab.type("find", " ");
		page.filter("", "audit");
		tab.waitFor("filters-set", "audit");
		Eventually.until("only the audit service's", () -> !page.eventTypes().isEmpty()
				&& page.eventTypes().stream().allMatch((type) -> type.startsWith("audit.")));
	}

	@Test
	void losesAndRepeatsNothingWhenTheNetworkFails(Browser.Tab tab) {
		Account owner = this.tenants.owner();
		try (CuttableProxy network = new CuttableProxy(this.port)) {
			ConsolePage page = ConsolePage.signedIn(tab, network.port(), owner.key());
			page.only(Evaluations.EVENT);
			Evaluations.make(this.web, owner, 3);
			page.waitForEvents(journaled(owner, Evaluations.EVENT));
			network.cut();
			tab.waitFor("state", "Reconnecting: no connection to the server");
			assertThat(tab.text("countdown")).matches("in \\d s");
			Evaluations.make(this.web, owner, 4);
			assertThat(page.eventIds()).hasSize(3);
			network.mend();
			tab.waitFor("state", "Live");
			page.waitForEvents(journaled(owner, Evaluations.EVENT));
			Evaluations.make(this.web, owner, 2);
			page.waitForEvents(journaled(owner, Evaluations.EVENT));
			network.cut();
			Eventually.until("it can be told to try at once", () -> tab.find("reconnect").isDisplayed());
			Evaluations.make(this.web, owner, 1);
			network.mend();
			tab.click("reconnect");
			page.waitForEvents(journaled(owner, Evaluations.EVENT));
			assertThat(tab.focused()).as("the button is gone").isEqualTo("pause");
			assertThat(page.eventIds()).hasSize(10);
		}
	}

	@Test
	void saysThatThereIsNoCheckpointYet(Browser.Tab tab) {
		ConsolePage.signedIn(tab, this.port, this.tenants.owner().key());
		tab.waitFor("verdict", "There is no checkpoint yet.");
		assertThat(tab.find("verify").isDisplayed()).isFalse();
	}

	@Test
	void verifiesTheLatestCheckpoint(Browser.Tab tab) {
		Account owner = this.tenants.owner();
		List<UUID> written = this.sealed.append(owner.tenantId(), 20);
		Checkpoint checkpoint = this.sealed.seal(owner.tenantId());
		ConsolePage.signedIn(tab, this.port, owner.key());
		tab.waitFor("checkpoint", checkpoint.merkleRoot());
		assertThat(tab.text("checkpoint")).contains(checkpoint.checkpointId().toString(), "ML-DSA-65");
		tab.click("verify");
		tab.waitFor("verdict",
				"Valid: checkpoint 1 and its %d events are as they were signed.".formatted(checkpoint.eventCount()));
		this.sealed.database()
			.update("UPDATE qnsp.audit_event SET outcome = 'failure' WHERE event_id = ?", written.get(7));
		tab.click("verify");
		tab.waitFor("verdict", "NOT valid");
		assertThat(tab.text("verdict")).contains("First bad event: " + written.get(7) + ".");
		this.sealed.append(owner.tenantId(), 1);
		Checkpoint next = this.sealed.seal(owner.tenantId());
		tab.click("refresh");
		tab.waitFor("checkpoint", next.merkleRoot());
		assertThat(tab.text("verdict")).as("of another checkpoint").isEmpty();
	}

}
