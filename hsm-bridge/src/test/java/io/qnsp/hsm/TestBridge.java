package io.qnsp.hsm;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qnsp.hsm.testing.NssToken;
import io.qnsp.hsm.testing.SoftToken;
import reactor.core.publisher.Mono;

/**
 * A bridge for one test: its connections end with it.
 */
final class TestBridge implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofMillis(800);

	static final Duration PATIENCE = Duration.ofSeconds(60);

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final ConcurrentLinkedQueue<HsmConnection> connections = new ConcurrentLinkedQueue<>();

	private final AtomicInteger names = new AtomicInteger();

	private final HsmBridge bridge;

	private TestBridge(Map<String, HsmSettings.Library> libraries, Duration timeout, Duration probes) {
		this.bridge = new HsmBridge(
				new HsmSettings(libraries, Set.of(), 4, 64, timeout, PATIENCE, probes, Duration.ofMillis(500)),
				Clock.systemUTC(), this.registry);
	}

	static TestBridge to(String name, Path library) {
		return new TestBridge(Map.of(name, new HsmSettings.Library(library, null)), PATIENCE, PATIENCE);
	}

	/** Answers quickly, and looks after its connections often. */
	static TestBridge impatient(String name, Path library) {
		return new TestBridge(Map.of(name, new HsmSettings.Library(library, null)), TIMEOUT, Duration.ofMillis(200));
	}

	static TestBridge to(String name, Path library, Duration timeout) {
		return new TestBridge(Map.of(name, new HsmSettings.Library(library, null)), timeout, PATIENCE);
	}

	static TestBridge impatient(Map<String, HsmSettings.Library> libraries) {
		return new TestBridge(libraries, TIMEOUT, Duration.ofMillis(200));
	}

	HsmConnection open(String library, SoftToken token) {
		return open(library, token, token.pin());
	}

	HsmConnection open(String library, SoftToken token, String pin) {
		return open(new HsmTarget.Token(library, HsmTarget.By.LABEL, token.label()), pin);
	}

	HsmConnection open(String library, NssToken token) {
		return open(new HsmTarget.Token(library, HsmTarget.By.LABEL, token.label()), token.pin());
	}

	HsmConnection open(HsmTarget target, String pin) {
		return open(target, () -> Mono.fromSupplier(() -> new HsmCredential.Pin(pin.getBytes(StandardCharsets.UTF_8))));
	}

	HsmConnection open(HsmTarget target, HsmCredential.Source credentials) {
		HsmConnection connection = this.bridge.open("test-" + this.names.incrementAndGet(), target, credentials);
		this.connections.add(connection);
		return connection;
	}

	SimpleMeterRegistry registry() {
		return this.registry;
	}

	@Override
	public void close() {
		this.connections.forEach(HsmConnection::close);
	}

}
