package io.qnsp.hsm.adapter.vault.network;

import java.time.Duration;
import java.util.function.UnaryOperator;

import com.azure.core.http.policy.FixedDelay;
import com.azure.core.http.policy.RetryPolicy;
import io.netty.channel.ChannelOption;
import io.qnsp.hsm.HsmSettings;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * The connections of one vault: as many calls at once, and as many that wait, as the
 * settings say. Repeats nothing by itself and follows no redirect.
 */
public final class VaultNetwork implements AutoCloseable {

	// Azure closes what is idle for longer; a call must not be the first to notice.
	private static final Duration IDLE = Duration.ofSeconds(30);

	private final ConnectionProvider connections;

	private final HttpExchanges calls;

	private final HttpExchanges logins;

	/**
	 * Nothing is sent yet.
	 * @param name the connection's name
	 * @param settings how much at once and for how long
	 * @param network how to get there, for example through a proxy
	 */
	public VaultNetwork(String name, HsmSettings settings, UnaryOperator<HttpClient> network) {
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
	public com.azure.core.http.HttpClient calls() {
		return this.calls;
	}

	/**
	 * For logins, which hold a thread while they wait.
	 * @return the client
	 */
	public com.azure.core.http.HttpClient logins() {
		return this.logins;
	}

	/**
	 * What is repeated is decided by whoever calls.
	 * @return a policy for Azure's clients that repeats nothing
	 */
	public static RetryPolicy noRetries() {
		return new RetryPolicy(new FixedDelay(0, Duration.ZERO));
	}

	@Override
	public void close() {
		this.connections.dispose();
	}

}
