package io.qnsp.audit.delivery.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.qnsp.audit.delivery.DestinationSettings;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription's configuration says, with the defaults.
 *
 * @param servers where the cluster is found, host and port, separated by commas
 * @param topic the topic
 * @param byResource whether the key is the event's resource instead of the tenant
 * @param binary whether attributes are headers and the value is the data alone
 * @param tls whether connections are secured
 * @param login who logs in, or {@code null} for nobody
 */
record KafkaTarget(String servers, String topic, boolean byResource, boolean binary, boolean tls,
		@Nullable Login login) {

	/**
	 * The largest record and request, in bytes; what brokers take unless told otherwise.
	 */
	static final int MAX_BYTES = 1_000_000;

	/** The largest chunk, in bytes: what fits into one batch of the client's. */
	static final int CHUNK_BYTES = 400_000;

	private static final String SCRAM = "SCRAM-SHA-512";

	private static final Map<String, Object> LIMITS = Map.ofEntries(
			Map.entry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_BYTES),
			Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, 4L << 20),
			// Never cut by size or time, so a chunk is taken as a whole or not at all.
			Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, 512 << 10), Map.entry(ProducerConfig.LINGER_MS_CONFIG, 1_000),
			Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 6_000),
			Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000),
			Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000),
			Map.entry(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 3_000L),
			Map.entry(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, 5_000L),
			Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L));

	/**
	 * Reads a checked configuration.
	 */
	static KafkaTarget of(DestinationSettings settings) {
		Map<String, Object> config = settings.config();
		String password = settings.secrets().get("password");
		Login login = (password != null)
				? new Login(text(config, "saslMechanism", SCRAM), text(config, "username", ""), password) : null;
		return new KafkaTarget(text(config, "bootstrapServers", ""), text(config, "topic", ""),
				text(config, "key", "tenant").equals("resource"), text(config, "mode", "structured").equals("binary"),
				!text(config, "security", "tls").equals("plaintext"), login);
	}

	private static String text(Map<String, Object> config, String name, String otherwise) {
		return (config.get(name) instanceof String text) ? text : otherwise;
	}

	/**
	 * The hosts of the servers.
	 */
	List<String> hosts() {
		return List.of(this.servers.split(",", -1))
			.stream()
			.map((server) -> server.substring(0, server.lastIndexOf(':')))
			.toList();
	}

	/**
	 * What a producer needs to know, without the means of TLS.
	 * @param clientId its name in the cluster's logs
	 */
	Map<String, Object> producer(String clientId) {
		Map<String, Object> all = new HashMap<>(LIMITS);
		all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, this.servers);
		all.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
		String transport = this.tls ? "SSL" : "PLAINTEXT";
		all.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, (this.login != null) ? "SASL_" + transport : transport);
		if (this.login != null) {
			all.put(SaslConfigs.SASL_MECHANISM, this.login.mechanism());
			all.put(SaslConfigs.SASL_JAAS_CONFIG, this.login.jaas());
		}
		return all;
	}

	/**
	 * Who logs in.
	 *
	 * @param mechanism {@code SCRAM-SHA-512} or {@code PLAIN}
	 * @param username the name
	 * @param password the secret
	 */
	record Login(String mechanism, String username, String password) {

		/**
		 * The login as JAAS writes it.
		 */
		String jaas() {
			String module = this.mechanism.equals(SCRAM) ? "org.apache.kafka.common.security.scram.ScramLoginModule"
					: "org.apache.kafka.common.security.plain.PlainLoginModule";
			return "%s required username=%s password=%s;".formatted(module, quoted(this.username),
					quoted(this.password));
		}

		private static String quoted(String text) {
			return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
		}

		@Override
		public String toString() {
			return "Login[" + this.mechanism + "]";
		}

	}

}
