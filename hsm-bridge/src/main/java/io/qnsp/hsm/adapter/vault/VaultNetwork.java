package io.qnsp.hsm.adapter.vault;

import java.time.Duration;
import java.util.function.UnaryOperator;

import io.netty.channel.ChannelOption;
import io.qnsp.hsm.HsmSettings;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The connections of one vault: as many calls at once, and as many that wait, as the
 * settings say. Repeats nothing by itself and follows no redirect.
 */
final class VaultNetwork implements AutoCloseable {

	// Azure closes what is idle for longer; a call must not be the first to notice.
	private static final Duration IDLE = Duration.ofSeconds(30);

	private final ConnectionProvider connections;

	private final HttpExchanges calls;

	private final HttpExchanges logins;

	VaultNetwork(String name, HsmSettings settings, UnaryOperator<HttpClient> network) {
		this.connections = ConnectionProvider.builder("hsm-" + name)
			.maxConnections(settings.sessions())
			.pendingAcquireMaxCount(settings.sessions() * settings.queue())
			.pendingAcquireTimeout(settings.slowTimeout())
			.maxIdleTime(IDLE)
			.evictInBackground(IDLE)
			.build();
		HttpClient http = network.apply(HttpClient.create(this.connections))
			.disableRetry(true)
			.followRedirect(false)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.timeout().toMillis());
		this.calls = new HttpExchanges(http.responseTimeout(settings.slowTimeout()));
		this.logins = new HttpExchanges(http.responseTimeout(settings.timeout()));
	}

	/**
	 * For calls of the vault; the guard outside has the tighter timeout.
	 * @return the client
	 */
	HttpExchanges calls() {
		return this.calls;
	}

	/**
	 * For logins, which hold a thread while they wait.
	 * @return the client
	 */
	HttpExchanges logins() {
		return this.logins;
	}

	@Override
	public void close() {
		this.connections.dispose();
	}

}
