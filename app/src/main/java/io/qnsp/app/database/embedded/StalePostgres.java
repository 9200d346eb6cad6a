package io.qnsp.app.database.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that outlived its server. {@code kill -9} of the server leaves it running
 * on the cluster; it is recognised by its working directory or command line, never by a
 * process id alone, and stopped in order. The caller holds the data folder's lock, so no
 * other server is using it.
 */
final class StalePostgres {

	private static final Logger log = LoggerFactory.getLogger(StalePostgres.class);

	private static final Duration FAST_SHUTDOWN = Duration.ofSeconds(30);

	private static final Duration IMMEDIATE_SHUTDOWN = Duration.ofSeconds(10);

	private final Path cluster;

	private final Path pidFile;

	StalePostgres(Path cluster) {
		this.cluster = cluster;
		this.pidFile = cluster.resolve("postmaster.pid");
	}

	/**
	 * Stops what still runs on the cluster. Afterwards PostgreSQL can be started on it.
	 * @throws IllegalStateException when it does not end
	 */
	void stop() throws IOException, InterruptedException {
		Optional<ProcessHandle> named = namedProcess();
		if (named.isPresent() && runsOnCluster(named.get())) {
			stopPostmaster(named.get());
		}
		awaitWorkers();
		if (named.isPresent() && named.get().isAlive()) {
			// The process id was given to another program since, and PostgreSQL would
			// take that for its predecessor.
			log.warn("{} names process {}, which is no PostgreSQL on this folder; removing the file", this.pidFile,
					named.get().pid());
			Files.deleteIfExists(this.pidFile);
		}
	}

	/**
	 * Whether PostgreSQL runs on the cluster. One that has ended and is not yet collected
	 * by its parent does not.
	 */
	boolean isRunning() throws IOException {
		Optional<ProcessHandle> named = namedProcess();
		if (named.isEmpty() || !named.get().isAlive()) {
			return false;
		}
		try {
			// A process that was not collected yet has no command line.
			return !Files.readString(Path.of("/proc", Long.toString(named.get().pid()), "cmdline"),
					StandardCharsets.ISO_8859_1)
				.isEmpty();
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	private Optional<ProcessHandle> namedProcess() throws IOException {
		if (!Files.exists(this.pidFile)) {
			return Optional.empty();
		}
		List<String> lines = Files.readAllLines(this.pidFile, StandardCharsets.UTF_8);
		if (lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,10}")) {
			return Optional.empty();
		}
		return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
	}

	private void stopPostmaster(ProcessHandle postmaster) throws IOException, InterruptedException {
		log.warn("PostgreSQL {} of a server that was killed still runs on {}; stopping it", postmaster.pid(),
				this.cluster);
		signal(postmaster, "INT");
		if (!ends(List.of(postmaster), FAST_SHUTDOWN)) {
			log.warn("PostgreSQL {} did not stop within {}; stopping it at once", postmaster.pid(), FAST_SHUTDOWN);
			signal(postmaster, "QUIT");
			if (!ends(List.of(postmaster), IMMEDIATE_SHUTDOWN)) {
				throw new IllegalStateException("PostgreSQL process %d still runs on %s and does not stop"
					.formatted(postmaster.pid(), this.cluster));
			}
		}
	}

	/**
	 * Processes of a postmaster that died alone end by themselves as soon as they notice.
	 */
	private void awaitWorkers() throws InterruptedException {
		List<ProcessHandle> workers = ProcessHandle.allProcesses().filter(this::runsOnCluster).toList();
		if (!workers.isEmpty() && !ends(workers, IMMEDIATE_SHUTDOWN)) {
			throw new IllegalStateException("PostgreSQL processes %s still run on %s (expected: none)"
				.formatted(workers.stream().map(ProcessHandle::pid).toList(), this.cluster));
		}
	}

	private boolean runsOnCluster(ProcessHandle process) {
		Path proc = Path.of("/proc", Long.toString(process.pid()));
		try {
			if (!Files.readString(proc.resolve("comm")).strip().equals("postgres")) {
				return false;
			}
			String commandLine = Files.readString(proc.resolve("cmdline"), StandardCharsets.ISO_8859_1);
			return List.of(commandLine.split("\0")).contains(this.cluster.toString())
					|| Files.readSymbolicLink(proc.resolve("cwd")).equals(this.cluster);
		}
		catch (IOException ex) {
			// Ended meanwhile, or belongs to another user, who can't enter the folder.
			log.debug("Process {} can't be inspected", process.pid(), ex);
			return false;
		}
	}

	private static void signal(ProcessHandle process, String signal) throws IOException, InterruptedException {
		// ProcessHandle can send TERM and KILL only; the shell's own kill is everywhere.
		new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + process.pid()).inheritIO().start().waitFor();
	}

	private static boolean ends(List<ProcessHandle> processes, Duration within) throws InterruptedException {
		try {
			CompletableFuture.allOf(processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
				.get(within.toMillis(), TimeUnit.MILLISECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("Waiting for processes failed", ex);
		}
	}

}
