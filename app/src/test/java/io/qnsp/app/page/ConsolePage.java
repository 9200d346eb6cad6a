package io.qnsp.app.page;

import java.util.List;

import io.qnsp.app.testing.Eventually;
import org.openqa.selenium.By;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The console as a user sees it.
 */
final class ConsolePage {

	private final Browser.Tab tab;

	private ConsolePage(Browser.Tab tab) {
		this.tab = tab;
	}

	/** Opens the console without signing in. */
	static ConsolePage open(Browser.Tab tab, int port) {
		tab.open(port, "/console");
		return new ConsolePage(tab);
	}

	/** Opens the console, signs in and waits for the stream. */
	static ConsolePage signedIn(Browser.Tab tab, int port, String key) {
		ConsolePage page = open(tab, port);
		page.signIn(key);
		tab.waitFor("state", "Live");
		return page;
	}

	void signIn(String key) {
		this.tab.type("key", key);
		this.tab.click("sign-in-button");
	}

	/** Shows one event type alone. */
	void only(String eventTypes) {
		filter(eventTypes, "");
		Eventually.until("the filter is set", () -> this.tab.text("filters-set").equals(eventTypes));
		this.tab.waitFor("state", "Live");
	}

	void filter(String eventTypes, String services) {
		if (!this.tab.find("event-types").isDisplayed()) {
			this.tab.find("filters").findElement(By.tagName("summary")).click();
		}
		this.tab.type("event-types", eventTypes);
		this.tab.type("services", services);
		this.tab.find("services").submit();
	}

	/** The ids of the events in the table, the newest first. */
	List<String> eventIds() {
		return this.tab.strings("return [...document.querySelectorAll('#events tr')].map((row) => row.dataset.event)");
	}

	/** The types of the events that are seen, the newest first. */
	List<String> eventTypes() {
		return this.tab.strings("""
				return [...document.querySelectorAll('#events tr')].filter((row) => !row.hidden)
					.map((row) => row.querySelector('button').textContent)""");
	}

	/** The rows of a table, the texts of their cells joined. */
	List<String> rows(String table) {
		return this.tab.strings("""
				return [...document.getElementById(arguments[0]).rows]
					.map((row) => [...row.cells].map((cell) => cell.textContent).join(' | '))""", table);
	}

	void waitForEvents(List<String> newestFirst) {
		Eventually.until(newestFirst.size() + " events are shown", () -> eventIds().size() >= newestFirst.size());
		assertThat(eventIds()).isEqualTo(newestFirst);
	}

	/** Whether the chart has a line in the colour of successes, above the ground line. */
	boolean drawsSuccesses() {
		return this.tab
			.string("""
					const canvas = document.querySelector('#chart canvas');
					const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
					copy.drawImage(canvas, 0, 0);
					const pixels = copy.getImageData(0, 0, canvas.width, canvas.height / 2).data;
					const colour = getComputedStyle(document.querySelector('td.success')).color.match(/\\d+/g).map(Number);
					let found = 0;
					for (let i = 0; i < pixels.length; i += 4) {
						found += colour.every((part, j) => pixels[i + j] === part) ? 1 : 0;
					}
					return found > 10""")
			.equals("true");
	}

	/** Everywhere that a page could leave something behind. */
	String leftovers() {
		return String.valueOf(this.tab.later("""
				const done = arguments[arguments.length - 1];
				(async () => {
					const values = [...document.querySelectorAll('input, textarea')].map((field) => field.value);
					const databases = (await indexedDB.databases()).map((database) => database.name);
					const addresses = performance.getEntries().map((entry) => entry.name);
					return JSON.stringify([location.href, document.cookie, document.title, history.state, window.name,
						{ ...localStorage }, { ...sessionStorage }, databases, await caches.keys(), values, addresses,
						document.documentElement.outerHTML, Object.keys(window)]);
				})().then(done, (error) => done(`failed: ${error}`));"""));
	}

}
