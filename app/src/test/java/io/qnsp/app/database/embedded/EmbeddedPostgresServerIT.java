package io.qnsp.app.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import io.qnsp.app.datadir.DataDirectory;
import io.qnsp.app.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class EmbeddedPostgresServerIT {

	private final Path folder = TestDatabase.newFolder();

	@Test
	void secondStartFindsTheRowsOfTheFirst() throws Exception {
		withServer((server) -> execute(server, "CREATE TABLE public.kept AS SELECT 7 AS value"));
		withServer((server) -> assertThat(single(server, "SELECT value FROM public.kept")).isEqualTo("7"));
	}

	@Test
	void isDurableAndListensOnThisMachineOnly() {
		assertThat(List.of("fsync", "full_page_writes", "synchronous_commit", "data_checksums"))
			.allSatisfy((name) -> assertThat(TestDatabase.server().setting(name)).isEqualTo("on"));
		assertThat(TestDatabase.server().setting("listen_addresses")).isEqualTo("127.0.0.1");
		assertThat(TestDatabase.server().setting("unix_socket_directories")).isEmpty();
	}

	@Test
	void keepsItsFilesToItselfAndLeavesNoPasswordBehind() throws Exception {
		withServer((server) -> {
			assertThat(modes("", "postgres", "postgres.binaries", "postgres.work")).containsOnly("rwx------");
			assertThat(modes("postgres.secret", "server.lock")).containsOnly("rw-------");
			assertThat(this.folder.resolve("postgres.pwfile")).doesNotExist();
			assertThat(this.folder.resolve("postgres.initializing")).doesNotExist();
			assertThat(Files.readString(this.folder.resolve("postgres/pg_hba.conf")).lines())
				.filteredOn((line) -> !line.startsWith("#") && !line.isBlank())
				.isNotEmpty()
				.allSatisfy((line) -> assertThat(line).endsWith("scram-sha-256"));
		});
	}

	private List<String> modes(String... names) {
		return List.of(names).stream().map((name) -> {
			try {
				return PosixFilePermissions.toString(Files.getPosixFilePermissions(this.folder.resolve(name)));
			}
			catch (IOException ex) {
				throw new AssertionError(name, ex);
			}
		}).toList();
	}

	@ParameterizedTest
	@ValueSource(strings = { "postgres", "qnsp_owner", "qnsp_app", "qnsp_system" })
	void letsNobodyInWithoutThePassword(String role) {
		PGSimpleDataSource source = TestDatabase.dataSource(role);
		source.setPassword("");
		assertThatExceptionOfType(SQLException.class).isThrownBy(source::getConnection);
		source.setPassword(TestDatabase.server().password("another"));
		assertThatExceptionOfType(SQLException.class).isThrownBy(source::getConnection)
			.matches((ex) -> "28P01".equals(ex.getSQLState()), "is refused for its password");
	}

	@Test
	void acknowledgedRowsSurviveTheKillOfTheServer() throws Exception {
		ServerProcess killed = ServerProcess.start(this.folder);
		for (int row = 0; row < 300; row++) {
			assertThat(killed.await("ACK ")).isNotNull();
		}
		killed.kill();
		long acknowledged = lastAcknowledged(killed);
		assertThat(postgresProcesses()).as("PostgreSQL outlives its server").isNotEmpty();
		withServer((server) -> assertThat(
				Long.parseLong(single(server, "SELECT count(*) FROM public.acknowledged WHERE id <= " + acknowledged)))
			.isEqualTo(acknowledged));
	}

	@Test
	void acknowledgedRowsSurviveTheKillOfServerAndPostgres() throws Exception {
		ServerProcess killed = ServerProcess.start(this.folder);
		for (int row = 0; row < 300; row++) {
			assertThat(killed.await("ACK ")).isNotNull();
		}
		ProcessHandle postmaster = postgresProcesses().getFirst();
		killed.kill();
		postmaster.destroyForcibly();
		long acknowledged = lastAcknowledged(killed);
		withServer((server) -> assertThat(
				Long.parseLong(single(server, "SELECT count(*) FROM public.acknowledged WHERE id <= " + acknowledged)))
			.isEqualTo(acknowledged));
	}

	private static long lastAcknowledged(ServerProcess process) throws IOException {
		long last = 300;
		for (String id = process.await("ACK "); id != null; id = process.await("ACK ")) {
			last = Long.parseLong(id);
		}
		return last;
	}

	private List<ProcessHandle> postgresProcesses() {
		String cluster = this.folder.resolve("postgres").toString();
		return ProcessHandle.allProcesses()
			.filter((process) -> process.info().commandLine().orElse("").contains("postgres -D " + cluster))
			.toList();
	}

	@ParameterizedTest
	@ValueSource(longs = { 150, 500, 900, 1300, 1800, 2400 })
	void firstStartThatIsKilledAtAnyMomentIsMadeGoodByTheNext(long millis) throws Exception {
		ServerProcess killed = ServerProcess.start(this.folder);
		killed.waitFor(Duration.ofMillis(millis));
		killed.kill();
		withServer((server) -> assertThat(single(server, "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'qnsp%'"))
			.isEqualTo("3"));
	}

	@Test
	void halfInitialisedClusterIsMadeAnew() throws Exception {
		Files.createDirectories(this.folder.resolve("postgres/global"));
		Files.writeString(this.folder.resolve("postgres/PG_VERSION"), "18\n");
		Files.writeString(this.folder.resolve("postgres/postgresql.conf"), "");
		Files.createFile(this.folder.resolve("postgres.initializing"));
		withServer((server) -> assertThat(single(server, "SELECT 1")).isEqualTo("1"));
	}

	@Test
	void finishedClusterIsNeverMadeAnew() throws Exception {
		withServer((server) -> execute(server, "CREATE TABLE public.kept AS SELECT 7 AS value"));
		Files.delete(this.folder.resolve("postgres/postgresql.conf"));
		Path version = this.folder.resolve("postgres/PG_VERSION");
		Files.writeString(version, "17\n");
		assertThatIllegalStateException().isThrownBy(() -> withServer((server) -> {
		})).withMessageContaining("version 17 (expected: 18");
		assertThat(this.folder.resolve("postgres/base")).isNotEmptyDirectory();
	}

	@Test
	void foreignFilesAreLeftAlone() throws Exception {
		Path file = Files.createDirectories(this.folder.resolve("postgres")).resolve("letter.txt");
		Files.writeString(file, "mine");
		assertThatIllegalStateException().isThrownBy(() -> withServer((server) -> {
		})).withMessageContaining("holds files but no PostgreSQL cluster");
		assertThat(file).hasContent("mine");
	}

	@Test
	void pidFileThatNamesAnotherProgramDoesNotStopTheStart() throws Exception {
		withServer((server) -> {
		});
		Files.writeString(this.folder.resolve("postgres/postmaster.pid"), "%d\n%s\n1700000000\n1\n\n127.0.0.1\n"
			.formatted(ProcessHandle.current().pid(), this.folder.resolve("postgres")));
		withServer((server) -> assertThat(single(server, "SELECT 1")).isEqualTo("1"));
	}

	@Test
	void lostSecretIsNamedAndTheClusterKept() throws Exception {
		withServer((server) -> {
		});
		Files.delete(this.folder.resolve("postgres.secret"));
		assertThatIllegalStateException().isThrownBy(() -> withServer((server) -> {
		})).withMessageContaining("postgres.secret is missing");
		assertThat(this.folder.resolve("postgres.secret")).doesNotExist();
		assertThat(this.folder.resolve("postgres/global/pg_control")).exists();
	}

	@Test
	void secondServerOnTheSameFolderIsRefused() throws Exception {
		try (DataDirectory held = DataDirectory.open(this.folder)) {
			assertThatIllegalStateException().isThrownBy(() -> DataDirectory.open(held.path()))
				.withMessageContaining("in use by another QNSP server");
			ServerProcess second = ServerProcess.start(this.folder);
			assertThat(second.await("ACK ")).isNull();
			assertThat(second.exitCode()).isNotZero();
		}
	}

	private void withServer(Work work) throws Exception {
		try (DataDirectory directory = DataDirectory.open(this.folder);
				EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory, 20)) {
			work.run(server);
		}
		assertThat(postgresProcesses()).isEmpty();
	}

	private static void execute(EmbeddedPostgresServer server, String sql) throws SQLException {
		try (Connection connection = ServerProcess.dataSource(server, "postgres").getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private static String single(EmbeddedPostgresServer server, String sql) throws SQLException {
		try (Connection connection = ServerProcess.dataSource(server, "postgres").getConnection();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(sql)) {
			row.next();
			return String.valueOf(row.getString(1));
		}
	}

	@FunctionalInterface
	private interface Work {

		void run(EmbeddedPostgresServer server) throws Exception;

	}

}
