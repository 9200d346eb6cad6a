package io.qnsp.hsm.adapter.vault;

import java.time.Duration;
import java.util.function.UnaryOperator;

import com.azure.core.http.HttpClient;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import io.qnsp.hsm.HsmSettings;
import reactor.netty.resources.ConnectionProvider;

/**
 * The connections of one vault: as many calls at once, and as many that wait, as the
 * settings say. Repeats nothing by itself and follows no redirect.
 */
final class VaultNetwork implements AutoCloseable {

	// Azure closes what is idle for longer; a call must not be the first to notice.
	private static final Duration IDLE = Duration.ofSeconds(30);

	private final ConnectionProvider connections;

	private final HttpClient calls;

	private final HttpClient logins;

	VaultNetwork(String name, HsmSettings settings, UnaryOperator<reactor.netty.http.client.HttpClient> network) {
		this.connections = ConnectionProvider.builder("hsm-" + name)
			.maxConnections(settings.sessions())
			.pendingAcquireMaxCount(settings.sessions() * settings.queue())
			.pendingAcquireTimeout(settings.slowTimeout())
			.maxIdleTime(IDLE)
			.build();
		reactor.netty.http.client.HttpClient http = network
			.apply(reactor.netty.http.client.HttpClient.create(this.connections))
			.disableRetry(true)
			.followRedirect(false);
		this.calls = client(http, settings.timeout(), settings.slowTimeout());
		this.logins = client(http, settings.timeout(), settings.timeout());
	}

	private static HttpClient client(reactor.netty.http.client.HttpClient http, Duration connect, Duration answer) {
		return new NettyAsyncHttpClientBuilder(http).connectTimeout(connect)
			.writeTimeout(answer)
			.responseTimeout(answer)
			.readTimeout(answer)
			.build();
	}

	/**
	 * For calls of the vault; the guard outside has the tighter timeout.
	 * @return the client
	 */
	HttpClient calls() {
		return this.calls;
	}

	/**
	 * For logins, which hold a thread while they wait.
	 * @return the client
	 */
	HttpClient logins() {
		return this.logins;
	}

	@Override
	public void close() {
		this.connections.dispose();
	}

}
