package io.qnsp.app.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.postgresql.ds.PGSimpleDataSource;

/**
 * What the files of a running server's data folder say about its PostgreSQL: process,
 * port and, for who may read the secret file, the passwords.
 */
final class ClusterFiles {

	private final Path data;

	private final List<String> pidFile;

	private ClusterFiles(Path data, List<String> pidFile) {
		this.data = data;
		this.pidFile = pidFile;
	}

	static ClusterFiles of(Path data) {
		try {
			return new ClusterFiles(data, Files.readAllLines(data.resolve("postgres/postmaster.pid")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	ProcessHandle postmaster() {
		return ProcessHandle.of(Long.parseLong(this.pidFile.getFirst().strip())).orElseThrow();
	}

	PGSimpleDataSource dataSource(String role) {
		PGSimpleDataSource source = new PGSimpleDataSource();
		source.setServerNames(new String[] { "127.0.0.1" });
		source.setPortNumbers(new int[] { Integer.parseInt(this.pidFile.get(3).strip()) });
		source.setDatabaseName("qnsp");
		source.setCurrentSchema("qnsp");
		source.setUser(role);
		source.setPassword(password(role));
		return source;
	}

	private String password(String role) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(Files.readAllBytes(this.data.resolve("postgres.secret")), "HmacSHA256"));
			return HexFormat.of().formatHex(mac.doFinal(role.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
