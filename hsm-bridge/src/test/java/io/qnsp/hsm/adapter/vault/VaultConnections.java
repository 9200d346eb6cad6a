package io.qnsp.hsm.adapter.vault;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qnsp.hsm.HsmBridge;
import io.qnsp.hsm.HsmConnection;
import io.qnsp.hsm.HsmCredential;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmKeyRequest;
import io.qnsp.hsm.HsmKeyRequest.Use;
import io.qnsp.hsm.testing.vault.FakeCloud;
import java.util.Set;
import org.assertj.core.api.Assertions;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Connections to a cloud of one's own; all calls are subscribed where nothing may block.
 */
final class VaultConnections implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(15);

	static final Duration TIMEOUT = Duration.ofMillis(1500);

	private final FakeCloud cloud = new FakeCloud();

	private final List<HsmConnection> open = new ArrayList<>();

	private final AtomicInteger asked = new AtomicInteger();

	private final HsmBridge bridge;

	VaultConnections(Duration timeout) {
		this.bridge = new HsmBridge(this.cloud.settings(timeout), Clock.systemUTC(), new SimpleMeterRegistry(),
				this.cloud::network);
	}

	FakeCloud cloud() {
		return this.cloud;
	}

	int credentialsAsked() {
		return this.asked.get();
	}

	HsmConnection open() {
		return open(this.cloud::secret);
	}

	HsmConnection open(Supplier<HsmCredential> credential) {
		HsmConnection connection = this.bridge.open("vault-" + this.open.size(), this.cloud.target(),
				() -> Mono.fromSupplier(() -> {
					this.asked.incrementAndGet();
					return credential.get();
				}));
		this.open.add(connection);
		return connection;
	}

	static HsmKey key(HsmConnection connection, HsmKeyAlgorithm algorithm, Use... uses) {
		return answer(connection.create(new HsmKeyRequest(algorithm, Set.of(uses), "test")));
	}

	static <T> T answer(Mono<T> call) {
		T answer = call.subscribeOn(Schedulers.parallel()).block(PATIENCE);
		Assertions.assertThat(answer).isNotNull();
		return java.util.Objects.requireNonNull(answer);
	}

	static void done(Mono<Void> call) {
		call.subscribeOn(Schedulers.parallel()).block(PATIENCE);
	}

	static HsmException failure(Mono<?> call) {
		Throwable error = Assertions.catchThrowable(() -> call.subscribeOn(Schedulers.parallel()).block(PATIENCE));
		Assertions.assertThat(error).isInstanceOf(HsmException.class);
		return (HsmException) error;
	}

	@Override
	public void close() {
		this.open.forEach(HsmConnection::close);
		this.cloud.close();
	}

}
