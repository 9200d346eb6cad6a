package io.qnsp.app.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The real server in a JVM of its own, with its embedded PostgreSQL in a folder of its
 * own, as an operator runs it: configured by environment variables only. It can be killed
 * and started again on the same folder and port. Everything it ever printed is kept.
 */
public final class ServerProcess implements AutoCloseable {

	private static final Duration START_WITHIN = Duration.ofSeconds(90);

	private static final Duration STOP_WITHIN = Duration.ofSeconds(40);

	private static final int MOST_SAID = 6_000;

	// Below those that the system gives to outgoing connections: while a killed server is
	// down, one of them could take its port.
	private static final int FIRST_PORT = 20_000;

	private static final int LAST_PORT = 32_000;

	// What the test class path has beyond the server's own.
	private static final List<String> TEST_ONLY = List.of("test-classes", "-tests.jar", "springdoc", "swagger",
			"blockhound", "byte-buddy-agent", "archunit", "spring-boot-webtestclient", "spring-boot-webflux-test",
			"spring-boot-starter-webflux-test", "spring-security-test", "spring-kafka", "kafka-server", "elasticmq",
			"pekko", "selenium");

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

	private final Map<String, String> environment = new HashMap<>();

	private final Path folder;

	private final Path output;

	private final int port;

	private @Nullable Process process;

	/**
	 * Prepares a server on a new folder; {@link #start} starts it.
	 * @param environment environment variables beside folder and port
	 */
	public ServerProcess(Map<String, String> environment) {
		this.folder = TestDatabase.newFolder();
		this.output = this.folder.resolve("server.out");
		this.port = freePort();
		this.environment.putAll(environment);
		this.environment.put("QNSP_DATA_DIR", data().toString());
		this.environment.put("SERVER_PORT", Integer.toString(this.port));
	}

	/**
	 * Sets an environment variable for the next start.
	 * @param name the variable
	 * @param value its value
	 */
	public void set(String name, String value) {
		this.environment.put(name, value);
	}

	/**
	 * Takes an environment variable back, for the next start.
	 * @param name the variable
	 */
	public void unset(String name) {
		this.environment.remove(name);
	}

	private static int freePort() {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
			try (ServerSocket socket = new ServerSocket(port)) {
				return socket.getLocalPort();
			}
			catch (BindException ex) {
				// Somebody's: another one is tried.
				continue;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/**
	 * The server's data folder.
	 * @return its path
	 */
	public Path data() {
		return this.folder.resolve("data");
	}

	/**
	 * Starts the JVM and waits until the server says that it is ready.
	 */
	public void start() {
		launch();
		await().atMost(START_WITHIN)
			.pollInterval(Duration.ofMillis(50))
			.failFast(() -> assertThat(this.process.isAlive()).as(this::printed).isTrue())
			.untilAsserted(() -> assertThat(isReady()).as(this::printed).isTrue());
	}

	private String printed() {
		String output = output();
		return "server is ready; it printed last:%n%s"
			.formatted(output.substring(Math.max(0, output.length() - MOST_SAID)));
	}

	/**
	 * Starts the JVM and waits until it has ended.
	 * @return its exit code
	 */
	public int runToItsEnd() {
		launch();
		try {
			assertThat(this.process.waitFor(START_WITHIN.toSeconds(), TimeUnit.SECONDS))
				.as("server ends; it printed:%n%s", output())
				.isTrue();
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private void launch() {
		ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.output.toFile()))
			.directory(this.folder.toFile());
		builder.environment().keySet().removeIf((name) -> name.startsWith("QNSP_") || name.startsWith("SPRING_"));
		builder.environment().putAll(this.environment);
		try {
			this.process = builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> command() {
		List<String> command = new ArrayList<>();
		command.add(ProcessHandle.current().info().command().orElse("java"));
		command.addAll(List.of("-Xmx768m", "-XX:+UseParallelGC", "--enable-native-access=ALL-UNNAMED",
				"--sun-misc-unsafe-memory-access=allow", "-cp", classPath(), "io.qnsp.app.QnspServer"));
		return command;
	}

	private static String classPath() {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return Stream.of(classPath.split(File.pathSeparator))
			.filter((entry) -> TEST_ONLY.stream().noneMatch(entry::contains))
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * Whether the server says that it is ready to serve.
	 * @return false too when nobody answers
	 */
	public boolean isReady() {
		return status("/actuator/health/readiness") == 200;
	}

	/**
	 * The status that a path is answered with.
	 * @param path the path
	 * @return the status, or 0 when nobody answers within 5 seconds
	 */
	public int status(String path) {
		try {
			return this.http
				.send(HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(5)).build(),
						HttpResponse.BodyHandlers.discarding())
				.statusCode();
		}
		catch (IOException ex) {
			return 0;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Calls the server.
	 * @param method the HTTP method
	 * @param path the path with its query
	 * @param credential the bearer credential
	 * @param body JSON, or {@code null}
	 * @return the answer, within 40 seconds
	 */
	public HttpResponse<String> call(String method, String path, String credential, @Nullable String body) {
		HttpRequest request = HttpRequest.newBuilder(uri(path))
			.timeout(Duration.ofSeconds(40))
			.header("Authorization", "Bearer " + credential)
			.header("Content-Type", "application/json")
			.method(method,
					(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody())
			.build();
		try {
			return this.http.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The address of a path of this server.
	 * @param path the path with its query
	 * @return the URI
	 */
	public URI uri(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	/**
	 * Kills the server's JVM with SIGKILL: it can do nothing about it.
	 */
	public void kill() {
		if (this.process != null) {
			this.process.destroyForcibly();
			waitForEnd();
		}
	}

	/**
	 * Asks the server to stop, and waits until it has.
	 */
	public void stop() {
		if (this.process != null && this.process.isAlive()) {
			this.process.destroy();
			waitForEnd();
		}
	}

	private void waitForEnd() {
		await().atMost(STOP_WITHIN).pollInterval(Duration.ofMillis(20)).until(() -> !this.process.isAlive());
	}

	/**
	 * Everything that the server has printed, over all its starts.
	 * @return the text
	 */
	public String output() {
		try {
			return Files.readString(this.output, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The server's PostgreSQL, which must be running.
	 * @param role as in {@link TestDatabase#dataSource}
	 * @return a source of new connections
	 */
	public PGSimpleDataSource database(String role) {
		return ClusterFiles.of(data()).dataSource(role);
	}

	/**
	 * The process of the server's PostgreSQL.
	 * @return the postmaster
	 */
	public ProcessHandle postgres() {
		return ClusterFiles.of(data()).postmaster();
	}

	/**
	 * Stops the server and removes its folder.
	 */
	@Override
	public void close() {
		stop();
		FileSystemUtils.deleteRecursively(this.folder.toFile());
	}

}
