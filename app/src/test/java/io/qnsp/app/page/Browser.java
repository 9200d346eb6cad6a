package io.qnsp.app.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.stream.Stream;

import io.qnsp.app.testing.Eventually;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Debian's Chromium, started once for all tests of a JVM and given to each as a
 * parameter. After each test it must not have complained: no error of a script, nothing
 * that the content security policy forbids.
 */
final class Browser implements ParameterResolver, AfterEachCallback {

	private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Browser.class);

	private static final Function<String, Tab> START = (key) -> new Tab();

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == Tab.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return tab(context);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		Tab tab = tab(context);
		List<LogEntry> complaints = tab.complaints();
		tab.leave();
		assertThat(complaints).isEmpty();
	}

	private static Tab tab(ExtensionContext context) {
		return context.getRoot().getStore(NAMESPACE).computeIfAbsent("browser", START, Tab.class);
	}

	/**
	 * The browser's only tab. Everything is found by the page's own ids.
	 */
	static final class Tab implements AutoCloseable {

		private final ChromeDriver driver;

		private Tab() {
			ChromeOptions options = new ChromeOptions();
			options.setBinary(program("chromium").toFile());
			options.addArguments("--headless=new", "--window-size=1300,1100", "--disable-gpu", "--disable-quic",
					"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
					"--disable-dev-shm-usage", "--lang=en-GB");
			if ("root".equals(System.getProperty("user.name"))) {
				options.addArguments("--no-sandbox");
			}
			LoggingPreferences logs = new LoggingPreferences();
			logs.enable(LogType.BROWSER, Level.ALL);
			options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
			ChromeDriverService service = new ChromeDriverService.Builder()
				.usingDriverExecutable(program("chromedriver").toFile())
				.build();
			this.driver = new ChromeDriver(service, options);
			this.driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(30));
		}

		private static Path program(String name) {
			return Stream.of(System.getenv("PATH").split(":"))
				.map((folder) -> Path.of(folder, name))
				.filter(Files::isExecutable)
				.findFirst()
				.orElseThrow(() -> new IllegalStateException(name + " is not on the PATH (config/prepare-tests)"));
		}

		void open(int port, String path) {
			this.driver.get("http://127.0.0.1:" + port + path);
		}

		void leave() {
			emulate("no-preference", "light");
			this.driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
			this.driver.get("about:blank");
			complaints();
		}

		/**
		 * What the browser said, without answers with an error and lost connections:
		 * those the tests bring about.
		 */
		List<LogEntry> complaints() {
			return this.driver.manage()
				.logs()
				.get(LogType.BROWSER)
				.getAll()
				.stream()
				.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
				.filter((entry) -> !entry.getMessage().contains("Failed to load resource"))
				.toList();
		}

		WebElement find(String id) {
			return this.driver.findElement(By.id(id));
		}

		void click(String id) {
			find(id).click();
		}

		void type(String id, String text) {
			WebElement field = find(id);
			field.clear();
			field.sendKeys(text);
		}

		/** Presses keys wherever the focus is. */
		void press(CharSequence... keys) {
			new Actions(this.driver).sendKeys(keys).perform();
		}

		void pressBackTab() {
			new Actions(this.driver).keyDown(Keys.SHIFT).sendKeys(Keys.TAB).keyUp(Keys.SHIFT).perform();
		}

		/** What is shown of an element; empty when it is hidden. */
		String text(String id) {
			return string("return document.getElementById(arguments[0]).innerText", id);
		}

		String focused() {
			return string("return document.activeElement.id");
		}

		String string(String script, Object... arguments) {
			return String.valueOf(this.driver.executeScript(script, arguments));
		}

		List<String> strings(String script, Object... arguments) {
			Object found = this.driver.executeScript(script, arguments);
			return ((List<?>) found).stream().map(String::valueOf).toList();
		}

		/** Runs a script that calls its last argument when it is done. */
		Object later(String script, Object... arguments) {
			return this.driver.executeAsyncScript(script, arguments);
		}

		void waitFor(String id, String text) {
			Eventually.until(id + " says " + text, () -> text(id).contains(text));
		}

		void emulate(String motion, String scheme) {
			this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
					Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme),
							Map.of("name", "prefers-reduced-motion", "value", motion))));
		}

		void narrow(int width) {
			this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
					Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", false));
		}

		/** Lets pages of a server of this machine read the clipboard. */
		void allowClipboard(int port) {
			this.driver.executeCdpCommand("Browser.grantPermissions", Map.of("origin", "http://127.0.0.1:" + port,
					"permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
		}

		/** Keeps a picture of the page in {@code target/screenshots}. */
		void picture(String name) {
			try {
				Path folder = Files.createDirectories(Path.of("target", "screenshots"));
				Files.write(folder.resolve(name + ".png"), this.driver.getScreenshotAs(OutputType.BYTES));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		@Override
		public void close() {
			this.driver.quit();
		}

	}

}
