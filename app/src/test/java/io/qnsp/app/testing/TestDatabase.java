package io.qnsp.app.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.qnsp.app.database.embedded.EmbeddedPostgresServer;
import io.qnsp.app.datadir.DataDirectory;
import org.postgresql.ds.PGSimpleDataSource;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * The PostgreSQL of the test JVM: a real, durable one in a temporary folder, started when
 * the first test needs it and removed when the JVM ends. As an initializer it points an
 * application context at it, the same way an operator points the server at a database by
 * URL, and gives the context a data folder of its own. All of them have one root key, or
 * none could read what another has sealed.
 */
public final class TestDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final ConcurrentLinkedQueue<Path> FOLDERS = new ConcurrentLinkedQueue<>();

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		TestPropertyValues.of(properties())
			.and("qnsp.data-dir=" + newFolder(), "qnsp.keys.root-key-file=" + Holder.ROOT_KEY,
					// All contexts of the JVM share the outbox: any of them may deliver
					// to a test's receiver.
					// Tests seal what they want sealed; thousands of tenants stay as they
					// are.
					"qnsp.integrity.max-age=6h", "qnsp.streaming.allow-insecure=true",
					"qnsp.streaming.delivery.first-pause=200ms", "qnsp.streaming.delivery.longest-pause=5s",
					"qnsp.streaming.delivery.tick=25ms", "qnsp.streaming.delivery.lease=3s",
					"qnsp.streaming.delivery.linger=2s", "qnsp.streaming.delivery.reread=2s",
					"qnsp.streaming.delivery.idle-advance=1s", "qnsp.streaming.delivery.request-timeout=2s",
					"qnsp.streaming.delivery.rejections=3", "qnsp.streaming.delivery.workers-per-tenant=4")
			.and(TestHsms.properties())
			.applyTo(context);
	}

	/**
	 * The properties that point a server at this database.
	 * @return property names and values
	 */
	public static Map<String, String> properties() {
		return Map.of("qnsp.database.url",
				"postgresql://127.0.0.1:%d/%s?sslmode=disable".formatted(server().port(), database()),
				"qnsp.database.owner.password", server().password("qnsp_owner"), "qnsp.database.app.password",
				server().password("qnsp_app"), "qnsp.database.system.password", server().password("qnsp_system"));
	}

	/**
	 * Blocking connections for a test's own SQL; the schema is there only after a server
	 * has started on the database.
	 * @param role {@code qnsp_owner}, {@code qnsp_app}, {@code qnsp_system} or the
	 * superuser {@code postgres}
	 * @return a source of new connections
	 */
	public static PGSimpleDataSource dataSource(String role) {
		PGSimpleDataSource source = new PGSimpleDataSource();
		source.setServerNames(new String[] { "127.0.0.1" });
		source.setPortNumbers(new int[] { server().port() });
		source.setDatabaseName(database());
		source.setCurrentSchema("qnsp");
		source.setUser(role);
		source.setPassword(server().password(role));
		return source;
	}

	/**
	 * The server itself.
	 * @return the running PostgreSQL
	 */
	public static EmbeddedPostgresServer server() {
		return Holder.SERVER;
	}

	private static String database() {
		return server().database();
	}

	/**
	 * A new, empty folder that is removed when the JVM ends.
	 * @return its path
	 */
	public static Path newFolder() {
		try {
			Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "test-data")), "data-");
			FOLDERS.add(folder);
			return folder.toRealPath();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static final class Holder {

		private static final DataDirectory DIRECTORY = DataDirectory.open(newFolder());

		private static final EmbeddedPostgresServer SERVER = EmbeddedPostgresServer.start(DIRECTORY, 200);

		private static final Path ROOT_KEY = newRootKey();

		static {
			Runtime.getRuntime().addShutdownHook(new Thread(Holder::stop, "test-database-stop"));
		}

		private static Path newRootKey() {
			try {
				Path file = newFolder().resolve("root.key");
				Files.createFile(file,
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
				byte[] key = new byte[32];
				new SecureRandom().nextBytes(key);
				return Files.write(file, key);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private static void stop() {
			SERVER.close();
			DIRECTORY.close();
			FOLDERS.forEach((folder) -> FileSystemUtils.deleteRecursively(folder.toFile()));
		}

	}

}
