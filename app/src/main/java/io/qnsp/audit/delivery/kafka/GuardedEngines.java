package io.qnsp.audit.delivery.kafka;

import java.io.IOException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Gives Kafka's client the TLS of each connection, and refuses it for hosts that the
 * guard refuses: without it nothing is sent. Kafka makes it by its class name and hands
 * over the settings, the guard among them.
 */
public final class GuardedEngines implements SslEngineFactory {

	/** Where the settings hold the {@link HostGuard}. */
	static final String GUARD = "qnsp.host.guard";

	/** Where the settings hold the {@link SSLContext}. */
	static final String CONTEXT = "qnsp.ssl.context";

	private @Nullable HostGuard guard;

	private @Nullable SSLContext context;

	/**
	 * For Kafka.
	 */
	public GuardedEngines() {
	}

	@Override
	public void configure(Map<String, ?> settings) {
		this.guard = (HostGuard) settings.get(GUARD);
		this.context = (SSLContext) settings.get(CONTEXT);
	}

	@Override
	public SSLEngine createClientSslEngine(String peerHost, int peerPort, String endpointIdentification) {
		try {
			Objects.requireNonNull(this.guard).check(peerHost);
		}
		catch (IOException ex) {
			throw new KafkaException(ex.getMessage(), ex);
		}
		SSLEngine engine = Objects.requireNonNull(this.context).createSSLEngine(peerHost, peerPort);
		engine.setUseClientMode(true);
		SSLParameters parameters = engine.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		engine.setSSLParameters(parameters);
		return engine;
	}

	@Override
	public SSLEngine createServerSslEngine(String peerHost, int peerPort) {
		throw new UnsupportedOperationException("a client only");
	}

	@Override
	public boolean shouldBeRebuilt(Map<String, Object> nextConfigs) {
		return false;
	}

	@Override
	public Set<String> reconfigurableConfigs() {
		return Set.of();
	}

	@Override
	public @Nullable KeyStore keystore() {
		return null;
	}

	@Override
	public @Nullable KeyStore truststore() {
		return null;
	}

	@Override
	public void close() {
	}

}
