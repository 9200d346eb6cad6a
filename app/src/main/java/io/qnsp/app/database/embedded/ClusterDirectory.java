package io.qnsp.app.database.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import io.qnsp.app.datadir.DataDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.FileSystemUtils;

/**
 * The cluster's folder and whether it was ever finished. A marker beside it says that an
 * initialisation is under way; it is written before the first file of the cluster and
 * removed, durably, before the first row of the application can exist. So a cluster is
 * thrown away only where the marker proves that it holds nothing.
 */
final class ClusterDirectory {

	private static final Logger log = LoggerFactory.getLogger(ClusterDirectory.class);

	/** The folder of the binaries: unpacked once and found again by their digest. */
	static final String BINARIES = "postgres.binaries";

	private static final String MARKER = "postgres.initializing";

	private static final String MAJOR_VERSION = "18";

	private final DataDirectory dataDirectory;

	private final Path path;

	ClusterDirectory(DataDirectory dataDirectory) {
		this.dataDirectory = dataDirectory;
		this.path = dataDirectory.privateFolder("postgres");
	}

	Path path() {
		return this.path;
	}

	/**
	 * Removes what an interrupted initialisation left and says what there is now.
	 * @return true for a finished cluster, false for an empty folder
	 * @throws IllegalStateException for a folder that is neither
	 */
	boolean isFinished() throws IOException {
		if (Files.exists(this.dataDirectory.resolve(MARKER))) {
			log.warn("The first start was interrupted before {} was finished; it holds no data yet and is made anew",
					this.path);
			FileSystemUtils.deleteRecursively(this.path);
			this.dataDirectory.privateFolder("postgres");
			return false;
		}
		if (isEmpty()) {
			return false;
		}
		requireCluster();
		return true;
	}

	private boolean isEmpty() throws IOException {
		try (Stream<Path> files = Files.list(this.path)) {
			return files.findAny().isEmpty();
		}
	}

	private void requireCluster() throws IOException {
		Path versionFile = this.path.resolve("PG_VERSION");
		if (!Files.exists(versionFile) || !Files.exists(this.path.resolve("global/pg_control"))) {
			throw new IllegalStateException(
					"%s holds files but no PostgreSQL cluster (expected: a cluster of this server, or an empty folder)"
						.formatted(this.path));
		}
		String version = Files.readString(versionFile, StandardCharsets.US_ASCII).strip();
		if (!version.equals(MAJOR_VERSION)) {
			throw new IllegalStateException("%s: PostgreSQL version %s (expected: %s; move the data with pg_dump)"
				.formatted(this.path, version, MAJOR_VERSION));
		}
	}

	void closeBinaries() {
		this.dataDirectory.privateFolder(BINARIES);
	}

	void beginInitialization() {
		this.dataDirectory.writePrivately(MARKER, new byte[0]);
	}

	void finishInitialization() {
		this.dataDirectory.remove(MARKER);
	}

}
