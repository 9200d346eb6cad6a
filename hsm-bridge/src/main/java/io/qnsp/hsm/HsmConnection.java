package io.qnsp.hsm;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.qnsp.hsm.guard.Guard;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A connection to one HSM, guarded: every call is answered within the timeout, and while
 * the HSM is in trouble calls are refused at once. A connection looks after itself: it
 * probes the HSM while it is in trouble or idle, and brings it back when it can.
 * <p>
 * All methods are those of {@link HsmAdapter}; every failure is an {@link HsmException}.
 */
public final class HsmConnection implements AutoCloseable {

	private final HsmAdapter adapter;

	private final Guard guard;

	private final Duration timeout;

	private final Duration slowTimeout;

	private final AtomicBoolean used = new AtomicBoolean();

	private final Disposable care;

	HsmConnection(HsmAdapter adapter, Guard guard, HsmSettings settings, Scheduler timers) {
		this.adapter = adapter;
		this.guard = guard;
		this.timeout = settings.timeout();
		this.slowTimeout = settings.slowTimeout();
		this.care = Flux.interval(settings.probes(), timers)
			.onBackpressureDrop()
			.concatMap((tick) -> lookAfter(), 1)
			.subscribe();
	}

	// Nothing is touched before the first call, and a credential that was refused is left
	// alone.
	private Mono<Void> lookAfter() {
		if (!this.used.get() || this.adapter.refusedLogins() > 0) {
			return Mono.empty();
		}
		return this.guard.call("probe", this.timeout, this.adapter::probe)
			.onErrorResume((error) -> this.adapter.recover().timeout(this.timeout))
			.onErrorComplete();
	}

	/**
	 * Connects, authenticates and tries each mechanism.
	 * @return what the HSM can do
	 */
	public Mono<HsmCapabilities> validate() {
		return call("validate", this.slowTimeout, this.adapter::validate);
	}

	/**
	 * Makes a key inside the HSM.
	 * @param request which one
	 * @return the key
	 */
	public Mono<HsmKey> create(HsmKeyRequest request) {
		return call("create", this.slowTimeout, () -> this.adapter.create(request));
	}

	/**
	 * Looks for a secret key that somebody else may have made.
	 * @param algorithm what it is, of the family AES
	 * @param label its name for people
	 * @return the key, empty when there is none. {@link HsmException.Problem#REFUSED}
	 * when there are several or when it could leave the HSM
	 */
	public Mono<HsmKey> find(HsmKeyAlgorithm algorithm, String label) {
		return call("find", this.timeout, () -> this.adapter.find(algorithm, label));
	}

	/**
	 * Destroys a key; one that is not there any more is fine.
	 * @param key the key
	 * @return completes when it is gone
	 */
	public Mono<Void> destroy(HsmKey key) {
		return call("destroy", this.timeout, () -> this.adapter.destroy(key));
	}

	/**
	 * Signs.
	 * @param key a key of the scheme's family
	 * @param scheme how
	 * @param message up to 1 MiB
	 * @return the signature
	 */
	public Mono<byte[]> sign(HsmKey key, HsmSignatureScheme scheme, byte[] message) {
		return call("sign", this.timeout, () -> this.adapter.sign(key, scheme, message));
	}

	/**
	 * Verifies inside the HSM.
	 * @param key a key of the scheme's family
	 * @param scheme how
	 * @param message up to 1 MiB
	 * @param signature of any length
	 * @return whether it is the key's signature of the message
	 */
	public Mono<Boolean> verify(HsmKey key, HsmSignatureScheme scheme, byte[] message, byte[] signature) {
		return call("verify", this.timeout, () -> this.adapter.verify(key, scheme, message, signature));
	}

	/**
	 * Wraps a secret.
	 * @param key a key of the scheme's family
	 * @param scheme how
	 * @param secret what to wrap; the caller wipes it
	 * @param associatedData bound to it, for AES-GCM; empty for all others
	 * @return the wrapped secret
	 */
	public Mono<byte[]> wrap(HsmKey key, HsmWrapScheme scheme, byte[] secret, byte[] associatedData) {
		return call("wrap", this.timeout, () -> this.adapter.wrap(key, scheme, secret, associatedData));
	}

	/**
	 * Unwraps a secret.
	 * @param key the key that wrapped it
	 * @param scheme how
	 * @param wrapped what {@link #wrap} made
	 * @param associatedData the same as then
	 * @return the secret; the caller wipes it. {@link HsmException.Problem#INVALID_INPUT}
	 * when it does not unwrap, whatever the reason
	 */
	public Mono<byte[]> unwrap(HsmKey key, HsmWrapScheme scheme, byte[] wrapped, byte[] associatedData) {
		return call("unwrap", this.timeout, () -> this.adapter.unwrap(key, scheme, wrapped, associatedData));
	}

	/**
	 * Decapsulates (FIPS 203).
	 * @param key an ML-KEM key
	 * @param ciphertext of the parameter set's length
	 * @return the 32 bytes of the shared secret; the caller wipes them
	 */
	public Mono<byte[]> decapsulate(HsmKey key, byte[] ciphertext) {
		return call("decapsulate", this.timeout, () -> this.adapter.decapsulate(key, ciphertext));
	}

	/**
	 * How the latest calls went.
	 * @return the figures
	 */
	public HsmHealth health() {
		return this.guard.health(this.adapter.refusedLogins());
	}

	private <T> Mono<T> call(String operation, Duration limit, Supplier<Mono<T>> call) {
		return Mono.defer(() -> {
			this.used.set(true);
			return this.guard.call(operation, limit, call);
		});
	}

	@Override
	public void close() {
		this.care.dispose();
		this.adapter.close();
		this.guard.close();
	}

}
