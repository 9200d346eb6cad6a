package io.qnsp.app.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.qnsp.app.outbound.TargetRules;
import io.qnsp.app.tls.TestCertificates;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The Kafka broker of the test JVM: a real one in a JVM of its own, on one folder and the
 * same ports from start to start. Listeners: plain; TLS with a certificate for
 * {@code localhost} that nobody has signed; TLS with a login; and one that tells its
 * clients to connect to another address of this machine, outside of loopback.
 */
public final class KafkaBroker {

	/** A user that logs in with SCRAM-SHA-512. */
	public static final String SCRAM_USER = "scram-user";

	/** A user that logs in with PLAIN. */
	public static final String PLAIN_USER = "plain-user";

	/** The password of both. */
	public static final String PASSWORD = "correct-horse-battery";

	private static final Duration WITHIN = Duration.ofSeconds(60);

	private static volatile KafkaBroker shared;

	// Tests without a server have nobody who sets up the log.
	static {
		for (String noisy : List.of("org.apache.kafka", "reactor.kafka")) {
			((Logger) LoggerFactory.getLogger(noisy)).setLevel(Level.OFF);
		}
	}

	private final Path folder = TestDatabase.newFolder();

	private final int plain = freePort();

	private final int tls = freePort();

	private final int login = freePort();

	private final int lure = freePort();

	private final int controller = freePort();

	private Process process;

	private KafkaBroker() {
		writeConfiguration();
		Runtime.getRuntime().addShutdownHook(new Thread(this::kill, "kafka-broker-stop"));
	}

	/**
	 * The broker that all tests of this JVM share, running.
	 * @return the broker
	 */
	public static synchronized KafkaBroker shared() {
		if (shared == null) {
			shared = new KafkaBroker();
		}
		shared.start();
		return shared;
	}

	/**
	 * Where clients without TLS connect.
	 */
	public String plain() {
		return "127.0.0.1:" + this.plain;
	}

	/**
	 * Where clients with TLS connect.
	 */
	public String tls() {
		return "localhost:" + this.tls;
	}

	/**
	 * Where clients with TLS and a login connect.
	 */
	public String login() {
		return "localhost:" + this.login;
	}

	/**
	 * Where clients with TLS are told to go on at {@link #lureTarget}.
	 */
	public String lure() {
		return "localhost:" + this.lure;
	}

	/**
	 * The certificate, in PEM.
	 */
	public Path certificate() {
		return this.folder.resolve("broker.pem");
	}

	/**
	 * The port that the luring listener names.
	 */
	public int lureTarget() {
		return this.lure;
	}

	/**
	 * Starts the broker when it does not run, and waits until it answers.
	 */
	public synchronized void start() {
		if (this.process != null && this.process.isAlive()) {
			return;
		}
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		try {
			this.process = new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx256m",
					"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath, KafkaBrokerMain.class.getName(),
					this.folder.resolve("server.properties").toString(), SCRAM_USER + "=" + PASSWORD)
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		await().atMost(WITHIN).pollInterval(Duration.ofMillis(100)).until(this::answers);
	}

	private Path output() {
		return this.folder.resolve("broker.out");
	}

	private boolean answers() throws IOException {
		assertThat(this.process.isAlive()).as("broker runs; it printed:%n%s", Files.readString(output())).isTrue();
		try (Admin admin = admin(2_000)) {
			return !admin.describeCluster().nodes().get().isEmpty();
		}
		catch (ExecutionException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Kills the broker's JVM; what it has acknowledged is on its disk.
	 */
	public synchronized void kill() {
		if (this.process != null) {
			this.process.destroyForcibly();
			try {
				this.process.waitFor(20, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Makes a topic.
	 * @param name the topic
	 * @param partitions how many partitions
	 * @param configuration its settings
	 */
	public void createTopic(String name, int partitions, Map<String, String> configuration) {
		withAdmin((admin) -> admin
			.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(configuration)))
			.all()
			.get());
	}

	/**
	 * Lets only somebody else write to a topic.
	 * @param name the topic
	 */
	public void closeTopic(String name) {
		withAdmin(
				(admin) -> admin
					.createAcls(
							List.of(new AclBinding(new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL),
									new AccessControlEntry("User:somebody-else", "*", AclOperation.WRITE,
											AclPermissionType.ALLOW))))
					.all()
					.get());
	}

	private void withAdmin(AdminWork work) {
		try (Admin admin = admin(30_000)) {
			work.run(admin);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Admin admin(int millis) {
		return Admin.create(Map.of("bootstrap.servers", plain(), "default.api.timeout.ms", millis, "request.timeout.ms",
				millis, "reconnect.backoff.max.ms", 200));
	}

	/**
	 * Reads a topic from its beginning.
	 * @param topic the topic
	 * @param expected how many records at least are waited for
	 * @return all records by then, ordered within each partition
	 */
	public List<ConsumerRecord<String, byte[]>> records(String topic, int expected) {
		Map<String, Object> settings = new HashMap<>(
				Map.of("bootstrap.servers", plain(), "enable.auto.commit", false, "auto.offset.reset", "earliest"));
		try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(settings, new StringDeserializer(),
				new ByteArrayDeserializer())) {
			List<TopicPartition> partitions = consumer.partitionsFor(topic)
				.stream()
				.map((each) -> new TopicPartition(topic, each.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
			await().pollInSameThread().pollInterval(Duration.ofMillis(10)).atMost(WITHIN).until(() -> {
				consumer.poll(Duration.ofMillis(200)).forEach(all::add);
				Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
				return all.size() >= expected
						&& partitions.stream().allMatch((each) -> consumer.position(each) >= ends.get(each));
			});
			return all;
		}
	}

	private void writeConfiguration() {
		try {
			KeyStore store = TestCertificates.keyStore("PKCS12", "EC", "SHA256withECDSA");
			Path file = this.folder.resolve("broker.p12");
			try (var out = Files.newOutputStream(file)) {
				store.store(out, TestCertificates.PASSWORD);
			}
			String pem = Base64.getMimeEncoder().encodeToString(store.getCertificate("server").getEncoded());
			Files.writeString(certificate(), "-----BEGIN CERTIFICATE-----\n" + pem + "\n-----END CERTIFICATE-----\n");
			Properties all = new Properties();
			all.putAll(listeners());
			all.putAll(login(file));
			all.putAll(Map.of("process.roles", "broker,controller", "node.id", "1", "log.dirs",
					this.folder.resolve("kafka").toString(), "auto.create.topics.enable", "false",
					"offsets.topic.replication.factor", "1", "offsets.topic.num.partitions", "1",
					"log.cleaner.dedupe.buffer.size", "2000000", "num.network.threads", "2", "num.io.threads", "2"));
			all.putAll(Map.of("transaction.state.log.replication.factor", "1", "transaction.state.log.min.isr", "1",
					"share.coordinator.state.topic.replication.factor", "1", "share.coordinator.state.topic.min.isr",
					"1", "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
					"super.users", "User:ANONYMOUS", "allow.everyone.if.no.acl.found", "true"));
			try (var out = Files.newBufferedWriter(this.folder.resolve("server.properties"))) {
				all.store(out, null);
			}
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Map<String, String> listeners() {
		return Map.of("listeners",
				"PLAIN://127.0.0.1:%d,TLS://127.0.0.1:%d,LOGIN://127.0.0.1:%d,LURE://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
					.formatted(this.plain, this.tls, this.login, this.lure, this.controller),
				"advertised.listeners",
				"PLAIN://127.0.0.1:%d,TLS://localhost:%d,LOGIN://localhost:%d,LURE://%s:%d,CONTROLLER://127.0.0.1:%d"
					.formatted(this.plain, this.tls, this.login, outsideAddress().getHostAddress(), this.lure,
							this.controller),
				"listener.security.protocol.map",
				"PLAIN:PLAINTEXT,TLS:SSL,LOGIN:SASL_SSL,LURE:SSL,CONTROLLER:PLAINTEXT", "inter.broker.listener.name",
				"PLAIN", "controller.listener.names", "CONTROLLER", "controller.quorum.bootstrap.servers",
				"127.0.0.1:" + this.controller);
	}

	private static Map<String, String> login(Path keyStore) {
		String password = new String(TestCertificates.PASSWORD);
		return Map.of("ssl.keystore.location", keyStore.toString(), "ssl.keystore.type", "PKCS12",
				"ssl.keystore.password", password, "ssl.key.password", password, "sasl.enabled.mechanisms",
				"SCRAM-SHA-512,PLAIN", "listener.name.login.plain.sasl.jaas.config",
				"org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\";".formatted(PLAIN_USER,
						PASSWORD),
				"listener.name.login.scram-sha-512.sasl.jaas.config",
				"org.apache.kafka.common.security.scram.ScramLoginModule required;");
	}

	/**
	 * An address that is neither public nor loopback.
	 * @return one of this machine when it has one
	 */
	public static InetAddress outsideAddress() {
		try {
			return NetworkInterface.networkInterfaces()
				.flatMap(NetworkInterface::inetAddresses)
				.filter((address) -> address instanceof Inet4Address && !new TargetRules(true).permits(address))
				.findFirst()
				.orElse(InetAddress.getByName("10.255.255.1"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A record's headers as text.
	 * @param record the record
	 * @return values by name
	 */
	public static Map<String, String> headers(ConsumerRecord<?, ?> record) {
		return List.of(record.headers().toArray())
			.stream()
			.collect(Collectors.toMap((header) -> header.key(),
					(header) -> new String(header.value(), StandardCharsets.UTF_8)));
	}

	private interface AdminWork {

		void run(Admin admin) throws Exception;

	}

}
