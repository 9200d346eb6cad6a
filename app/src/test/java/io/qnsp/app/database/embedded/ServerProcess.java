package io.qnsp.app.database.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

import io.qnsp.app.datadir.DataDirectory;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A JVM of its own that owns the embedded PostgreSQL, to be killed. It writes rows, one
 * transaction each, and reports each row only after its commit was acknowledged.
 */
final class ServerProcess {

	private final Process process;

	private final BufferedReader output;

	private ServerProcess(Process process) {
		this.process = process;
		this.output = process.inputReader(StandardCharsets.UTF_8);
	}

	static ServerProcess start(Path folder) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		return new ServerProcess(
				new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), ServerProcess.class.getName(),
						folder.toString())
					.redirectError(ProcessBuilder.Redirect.INHERIT)
					.start());
	}

	/**
	 * Waits for a line of its output.
	 * @return what follows the prefix, or {@code null} when the process has ended
	 */
	@Nullable String await(String prefix) throws IOException {
		for (String line = this.output.readLine(); line != null; line = this.output.readLine()) {
			if (line.startsWith(prefix)) {
				return line.substring(prefix.length());
			}
		}
		return null;
	}

	void waitFor(Duration time) throws InterruptedException {
		this.process.waitFor(time);
	}

	void kill() throws InterruptedException {
		// Not Process.destroyForcibly, which closes the output with rows still unread.
		this.process.toHandle().destroyForcibly();
		this.process.waitFor();
	}

	int exitCode() throws InterruptedException {
		return this.process.waitFor();
	}

	static PGSimpleDataSource dataSource(EmbeddedPostgresServer server, String role) {
		PGSimpleDataSource source = new PGSimpleDataSource();
		source.setServerNames(new String[] { "127.0.0.1" });
		source.setPortNumbers(new int[] { server.port() });
		source.setDatabaseName(server.database());
		source.setUser(role);
		source.setPassword(server.password(role));
		return source;
	}

	/**
	 * Runs in the other JVM.
	 * @param args the data folder
	 */
	public static void main(String[] args) throws SQLException {
		DataDirectory folder = DataDirectory.open(Path.of(args[0]));
		EmbeddedPostgresServer server = EmbeddedPostgresServer.start(folder, 20);
		try (Connection connection = dataSource(server, "postgres").getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE IF NOT EXISTS public.acknowledged (id bigint PRIMARY KEY)");
			try (PreparedStatement insert = connection.prepareStatement("INSERT INTO public.acknowledged VALUES (?)")) {
				for (long id = 1; id > 0; id++) {
					insert.setLong(1, id);
					insert.executeUpdate();
					System.out.println("ACK " + id);
				}
			}
		}
	}

}
