package io.qnsp.hsm.testing.vault;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import io.qnsp.hsm.HsmCredential;
import io.qnsp.hsm.HsmSettings;
import io.qnsp.hsm.HsmTarget;
import reactor.netty.http.client.HttpClient;

/**
 * A Managed HSM at {@code https://vault.localhost:PORT}, the Entra ID that it trusts, and
 * the way to both.
 */
public final class FakeCloud implements AutoCloseable {

	private static final int METADATA = 80;

	private final TestCertificate certificate = new TestCertificate();

	private final FakeEntra entra = new FakeEntra(this.certificate);

	private final FakeVault vault = new FakeVault(this.certificate, this.entra);

	/**
	 * The vault.
	 * @return to be asked and to be broken
	 */
	public FakeVault vault() {
		return this.vault;
	}

	/**
	 * Entra ID.
	 * @return to be asked and to be broken
	 */
	public FakeEntra entra() {
		return this.entra;
	}

	/**
	 * Where the vault is.
	 * @return a target that {@link #settings} allow
	 */
	public HsmTarget.Vault target() {
		return new HsmTarget.Vault(URI.create("https://vault.localhost:" + this.vault.port()));
	}

	/**
	 * Settings that allow this vault and no other.
	 * @param timeout of calls
	 * @return without PKCS#11 libraries
	 */
	public HsmSettings settings(Duration timeout) {
		return new HsmSettings(Map.of(), Set.of(".localhost:" + this.vault.port()), 4, 2, timeout,
				Duration.ofSeconds(20), Duration.ofMinutes(10), Duration.ofMillis(300),
				URI.create("https://localhost:" + this.entra.port() + "/"));
	}

	/**
	 * Leads all connections to this machine, and those for Azure's metadata to Entra ID.
	 * @param client without certificates
	 * @return one that trusts this cloud
	 */
	public HttpClient network(HttpClient client) {
		return this.certificate.trustedBy(client).resolver(new ThisMachine(this.entra.metadataPort()));
	}

	/**
	 * The right secret.
	 * @return a new one each time
	 */
	public HsmCredential secret() {
		return secret(FakeEntra.SECRET);
	}

	/**
	 * Any secret.
	 * @param secret the secret
	 * @return of the application that is known
	 */
	public HsmCredential secret(String secret) {
		return new HsmCredential.ClientSecret(FakeEntra.DIRECTORY, FakeEntra.CLIENT,
				secret.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The right certificate.
	 * @return a new one each time
	 */
	public HsmCredential clientCertificate() {
		return new HsmCredential.ClientCertificate(FakeEntra.DIRECTORY, FakeEntra.CLIENT, this.certificate.pem());
	}

	@Override
	public void close() {
		this.vault.close();
		this.entra.close();
	}

	private static final class ThisMachine extends AddressResolverGroup<InetSocketAddress> {

		private final int metadataPort;

		ThisMachine(int metadataPort) {
			this.metadataPort = metadataPort;
		}

		@Override
		protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
			int metadata = this.metadataPort;
			return new AbstractAddressResolver<>(executor, InetSocketAddress.class) {

				@Override
				protected boolean doIsResolved(InetSocketAddress address) {
					return false;
				}

				@Override
				protected void doResolve(InetSocketAddress address, Promise<InetSocketAddress> promise) {
					int port = (address.getPort() == METADATA) ? metadata : address.getPort();
					promise.setSuccess(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
				}

				@Override
				protected void doResolveAll(InetSocketAddress address,
						Promise<java.util.List<InetSocketAddress>> promise) {
					int port = (address.getPort() == METADATA) ? metadata : address.getPort();
					promise
						.setSuccess(java.util.List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
				}

			};
		}

	}

}
