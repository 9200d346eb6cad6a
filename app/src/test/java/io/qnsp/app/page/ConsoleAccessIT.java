package io.qnsp.app.page;

import java.util.List;

import io.qnsp.app.testing.Eventually;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.caller.Role;
import io.qnsp.core.tenant.Tier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may use the console, with what hands and eyes, and what it leaves behind: in a real
 * Chromium, see {@link Browser}.
 */
@QnspServerTest
@ExtendWith(Browser.class)
class ConsoleAccessIT {

	@Autowired
	private WebTestClient web;

	@Autowired
	private TestTenants tenants;

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@CsvSource({ "qnsp_pqc_wrong, 401: The API key is unknown (INVALID_TOKEN)", "' ', Enter an API key or a token.",
			"eyJhbGciOiJub25lIn0, 401: The credential is not one this server accepts (INVALID_TOKEN)",
			"two words, neither an API key nor a token", "schlüssel, neither an API key nor a token" })
	void saysWhyAKeyIsRefused(String key, String problem, Browser.Tab tab) {
		ConsolePage page = ConsolePage.open(tab, this.port);
		page.signIn(key);
		tab.waitFor("sign-in-problem", "Not signed in.");
		assertThat(tab.text("sign-in-problem")).contains(problem);
		assertThat(tab.find("signed-in").isDisplayed()).isFalse();
		assertThat(tab.focused()).isEqualTo("key");
		assertThat(tab.string("return document.getElementById('key').value")).isEmpty();
		page.signIn(this.tenants.owner().key());
		tab.waitFor("state", "Live");
	}

	@Test
	void saysWhatACredentialMayNot(Browser.Tab tab) {
		Account owner = this.tenants.owner();
		Account narrow = this.tenants.key(owner.tenantId(), owner.userId(), List.of("kms:read"), null, Role.OWNER);
		ConsolePage page = ConsolePage.open(tab, this.port);
		page.signIn(narrow.key());
		tab.waitFor("sign-in-problem", "Not signed in. 403: ");
		assertThat(tab.text("sign-in-problem")).contains("(FORBIDDEN)");
		Account free = this.tenants.owner(Tier.FREE);
		Evaluations.make(this.web, free, 1);
		page.signIn(free.key());
		tab.waitFor("state", "Ended: 403: ");
		assertThat(tab.text("state")).contains("ENTITLEMENT_REQUIRED", "audit.streaming");
		Eventually.until("what happened before is shown", () -> page.eventTypes().equals(List.of(Evaluations.EVENT)));
	}

	@Test
	void endsWhenTheKeyIsRevoked(Browser.Tab tab) {
		Account owner = this.tenants.owner();
		Account second = this.tenants.key(owner.tenantId(), owner.userId(), List.of("*"), null, Role.OWNER);
		ConsolePage.signedIn(tab, this.port, second.key());
		TestCalls.call(this.web, "DELETE", "/auth/api-keys/" + second.apiKeyId(), owner, null)
			.expectStatus()
			.isNoContent();
		tab.waitFor("state", "Ended: the credential has expired or was revoked");
	}

	@Test
	void leavesTheKeyNowhereAndForgetsAllAtSignOut(Browser.Tab tab) {
		Account owner = this.tenants.owner();
		ConsolePage page = ConsolePage.signedIn(tab, this.port, owner.key());
		Evaluations.make(this.web, owner, 1);
		Eventually.until("the event is shown", () -> page.eventTypes().contains(Evaluations.EVENT));
		assertThat(page.leftovers()).startsWith("[").contains(owner.userId().toString()).doesNotContain(owner.key());
		tab.click("sign-out");
		assertThat(tab.find("signed-in").isDisplayed()).isFalse();
		assertThat(tab.focused()).isEqualTo("key");
		assertThat(page.leftovers()).startsWith("[")
			.doesNotContain(owner.key(), owner.tenantId().toString(), owner.userId().toString(), Evaluations.EVENT);
		Eventually.until("the stream is closed",
				() -> TestCalls.body(TestCalls.call(this.web, "GET", "/v1/streaming/metrics", owner, null), 200)
					.contains("\"activeConnections\":0"));
		tab.click("sign-in-button");
		assertThat(tab.find("signed-in").isDisplayed()).as("the key is asked for again").isFalse();
	}

	@Test
	void canBeUsedByKeyboardAlone(Browser.Tab tab) {
		Account owner = this.tenants.owner();
		ConsolePage page = ConsolePage.open(tab, this.port);
		tab.press(Keys.TAB);
		assertThat(tab.string("return document.activeElement.textContent")).isEqualTo("Skip to the content");
		tab.press(Keys.ENTER, Keys.TAB);
		assertThat(tab.focused()).isEqualTo("key");
		tab.press(owner.key(), Keys.ENTER);
		tab.waitFor("state", "Live");
		assertThat(tab.focused()).isEqualTo("main");
		tab.press(Keys.TAB);
		assertThat(tab.focused()).isEqualTo("pause");
		tab.press(Keys.SPACE);
		tab.waitFor("state", "Paused");
		assertThat(tab.focused()).isEqualTo("pause");
		tab.press(Keys.ENTER);
		tab.waitFor("state", "Live");
		tab.press(Keys.TAB, Keys.SPACE, Keys.TAB, "auth.*", Keys.ENTER);
		tab.waitFor("filters-set", "auth.*");
		Eventually.until("events are filtered",
				() -> page.eventTypes().stream().allMatch((type) -> type.startsWith("auth.")));
		tab.pressBackTab();
		tab.pressBackTab();
		tab.pressBackTab();
		assertThat(tab.focused()).isEqualTo("sign-out");
		tab.press(Keys.ENTER);
		assertThat(tab.focused()).isEqualTo("key");
	}

	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void isReadableForEverybody(String scheme, Browser.Tab tab) {
		Account owner = this.tenants.owner();
		tab.emulate("no-preference", scheme);
		ConsolePage page = ConsolePage.signedIn(tab, this.port, owner.key());
		Evaluations.make(this.web, owner, 12);
		TestCalls.body(TestCalls.call(this.web, "POST", "/auth/risk/evaluate", owner, "{}"), 400);
		Eventually.until("twelve evaluations are counted",
				() -> page.rows("usage").contains("auth.risk_evaluation | 12 | 12"));
		Eventually.until("the line is drawn", page::drawsSuccesses);
		assertThat(tab.strings(Accessibility.PROBLEMS)).isEmpty();
		tab.picture("console-" + scheme);
		tab.narrow(320);
		Eventually.until("the chart fits", () -> tab.string("""
				return document.documentElement.scrollWidth <= 320
					&& document.querySelector('#chart canvas').getBoundingClientRect().right <= 320""").equals("true"));
		tab.picture("console-" + scheme + "-narrow");
	}

	@Test
	void explorerWorksUnderTheSamePolicy(Browser.Tab tab) {
		tab.open(this.port, "/explorer");
		tab.waitFor("count", " endpoints");
		tab.type("key", this.tenants.owner().key());
		tab.type("search", "GET /auth/api-keys");
		tab.string("""
				const summary = [...document.querySelectorAll('summary')].find((one) => one.checkVisibility()
					&& one.querySelector('code').textContent === '/auth/api-keys');
				return summary.click()""");
		tab.string("return document.querySelector('details[open] form').requestSubmit()");
		Eventually.until("the answer is shown",
				() -> tab.string("return document.querySelector('details[open] .result').innerText").contains("200"));
	}

	@Test
	void everyModuleThatItLoadsIsOneOfTheServedFiles(Browser.Tab tab) {
		ConsolePage.open(tab, this.port);
		List<String> loaded = tab.strings("""
				return performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname)""");
		assertThat(loaded).contains("/console/app.js", "/console/uplot.js", "/page/element.js");
		assertThat(loaded).allMatch((path) -> path.startsWith("/console/") || path.startsWith("/page/"));
	}

}
