package io.qnsp.hsm.adapter.vault;

import java.net.URI;
import java.time.Clock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.qnsp.hsm.HsmAdapter;
import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.hsm.HsmCredential;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyRequest;
import io.qnsp.hsm.HsmSettings;
import io.qnsp.hsm.HsmSignatureScheme;
import io.qnsp.hsm.HsmWrapScheme;
import io.qnsp.hsm.adapter.vault.login.EntraTokens;
import io.qnsp.hsm.adapter.vault.login.VaultLogin;
import io.qnsp.hsm.adapter.vault.network.VaultAddress;
import io.qnsp.hsm.adapter.vault.network.VaultNetwork;
import io.qnsp.hsm.guard.BlockingLane;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * An Azure Managed HSM. Its keys are AES, RSA and EC; it has neither Ed25519 nor anything
 * post-quantum. All work is done in the HSM, verification too.
 */
public final class VaultAdapter implements HsmAdapter {

	private static final int PROBE_BYTES = 8;

	// One that logs in, one behind a login that hangs.
	private static final int LOGINS = 2;

	private final BlockingLane lane;

	private final VaultNetwork network;

	private final VaultLogin login;

	private final VaultClients clients;

	private final VaultCalls calls;

	private final VaultKeys keys;

	private final VaultSigning signing;

	private final VaultWrapping wrapping;

	private final VaultAddress address;

	private final Mono<Boolean> loading;

	private volatile boolean closed;

	/**
	 * Nothing is sent yet.
	 * @param name the connection's name
	 * @param endpoint what the caller wrote
	 * @param settings which vaults are allowed, where to log in, how much at once
	 * @param credentials what opens the vault, asked for at each login
	 * @param clock the clock
	 * @param network how to get there, for example through a proxy or with other trusted
	 * certificates
	 * @throws HsmException {@link Problem#INVALID_INPUT} if the settings do not allow the
	 * endpoint
	 */
	public VaultAdapter(String name, URI endpoint, HsmSettings settings, HsmCredential.Source credentials, Clock clock,
			UnaryOperator<HttpClient> network) {
		this.address = VaultAddress.of(endpoint, settings.vaultSuffixes());
		this.network = new VaultNetwork(name, settings, network);
		this.lane = new BlockingLane("hsm-" + name, LOGINS, settings.queue());
		this.login = new VaultLogin(credentials, new EntraTokens(settings.vaultLogin(), this.network.logins()),
				this.lane, clock);
		this.clients = new VaultClients(this.address, this.login, this.network.calls());
		this.loading = this.lane.run(this.clients::load).cache();
		this.calls = new VaultCalls(this.clients, this.login);
		this.keys = new VaultKeys(this.calls);
		this.signing = new VaultSigning(this.calls);
		this.wrapping = new VaultWrapping(this.calls);
	}

	@Override
	public Mono<HsmCapabilities> validate() {
		return ready(() -> new VaultTrial(this.keys, this.signing, this.wrapping, this.address).run());
	}

	@Override
	public Mono<HsmKey> create(HsmKeyRequest request) {
		return ready(() -> this.keys.make(request).map((made) -> VaultKeys.describe(made, request.algorithm())));
	}

	@Override
	public Mono<Void> destroy(HsmKey key) {
		return ready(() -> this.keys.destroy(key.reference().substring(0, key.reference().indexOf('/'))));
	}

	@Override
	public Mono<byte[]> sign(HsmKey key, HsmSignatureScheme scheme, byte[] message) {
		return ready(() -> this.signing.sign(key, scheme, message));
	}

	@Override
	public Mono<Boolean> verify(HsmKey key, HsmSignatureScheme scheme, byte[] message, byte[] signature) {
		return ready(() -> this.signing.verify(key, scheme, message, signature));
	}

	@Override
	public Mono<byte[]> wrap(HsmKey key, HsmWrapScheme scheme, byte[] secret, byte[] associatedData) {
		return ready(() -> this.wrapping.wrap(key, scheme, secret, associatedData));
	}

	@Override
	public Mono<byte[]> unwrap(HsmKey key, HsmWrapScheme scheme, byte[] wrapped, byte[] associatedData) {
		return ready(() -> this.wrapping.unwrap(key, scheme, wrapped, associatedData));
	}

	@Override
	public Mono<byte[]> decapsulate(HsmKey key, byte[] ciphertext) {
		return Mono.error(() -> VaultKeys.unsupported(key.algorithm().label()));
	}

	@Override
	public Mono<Void> probe() {
		return ready(() -> this.calls.vault("probe", (client) -> client.getRandomBytes(PROBE_BYTES))).then();
	}

	@Override
	public Mono<Void> recover() {
		// connections are opened when they are needed: there is nothing to bring back
		return probe();
	}

	@Override
	public int refusedLogins() {
		return this.login.refusedLogins();
	}

	// The client library reads files when its classes are first used.
	private <T> Mono<T> ready(Supplier<Mono<T>> work) {
		Mono<T> call = Mono.defer(work);
		return Mono.defer(() -> {
			if (this.closed) {
				return Mono
					.error(new HsmException(Problem.UNAVAILABLE, this.address.host() + ": the connection is closed"));
			}
			return this.loading.then(call);
		});
	}

	@Override
	public void close() {
		this.closed = true;
		this.network.close();
		this.lane.close();
	}

}
