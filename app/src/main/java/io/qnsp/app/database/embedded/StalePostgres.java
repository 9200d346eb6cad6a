package io.qnsp.app.database.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
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

	private static final Set<String> SERVER = Set.of("postgres");

	private static final Duration START_OR_STOP = Duration.ofSeconds(30);

	private static final Duration IMMEDIATE_SHUTDOWN = Duration.ofSeconds(10);

	private final Path cluster;

	StalePostgres(Path cluster) {
		this.cluster = cluster;
	}

	/**
	 * Stops what still runs on the cluster. Afterwards PostgreSQL can be started on it.
	 * @throws IllegalStateException when it does not end
	 */
	void stop() throws IOException, InterruptedException {
		// An initialisation or a start that lost its server comes to its end first.
		awaitEnd(running(Set.of("initdb", "pg_ctl")), START_OR_STOP);
		for (ProcessHandle postmaster : running(SERVER).stream().filter(this::isOnCommandLine).toList()) {
			stopPostmaster(postmaster);
		}
		// Workers of a postmaster that died alone end by themselves when they notice.
		awaitEnd(running(SERVER), IMMEDIATE_SHUTDOWN);
		removeForeignPidFile();
	}

	private void stopPostmaster(ProcessHandle postmaster) throws IOException, InterruptedException {
		log.warn("PostgreSQL {} of a server that was killed still runs on {}; stopping it", postmaster.pid(),
				this.cluster);
		signal(postmaster, "INT");
		if (!ends(List.of(postmaster), START_OR_STOP)) {
			log.warn("PostgreSQL {} did not stop within {}; stopping it at once", postmaster.pid(), START_OR_STOP);
			signal(postmaster, "QUIT");
			awaitEnd(List.of(postmaster), IMMEDIATE_SHUTDOWN);
		}
	}

	private void awaitEnd(List<ProcessHandle> processes, Duration within) throws InterruptedException {
		if (!processes.isEmpty() && !ends(processes, within)) {
			throw new IllegalStateException("PostgreSQL processes %s still run on %s (expected: they end within %s)"
				.formatted(processes.stream().map(ProcessHandle::pid).toList(), this.cluster, within));
		}
	}

	/**
	 * PostgreSQL takes any live process that its old file names for its predecessor, also
	 * one that was given the number since.
	 */
	private void removeForeignPidFile() throws IOException {
		Path pidFile = this.cluster.resolve("postmaster.pid");
		if (!Files.exists(pidFile)) {
			return;
		}
		List<String> lines = Files.readAllLines(pidFile, StandardCharsets.UTF_8);
		if (!lines.isEmpty() && lines.getFirst().strip().matches("[0-9]{1,10}")
				&& ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).isPresent()) {
			log.warn("{} names process {}, which is no PostgreSQL on this folder; removing the file", pidFile,
					lines.getFirst().strip());
			Files.delete(pidFile);
		}
	}

	private List<ProcessHandle> running(Set<String> programs) {
		return ProcessHandle.allProcesses()
			.filter((process) -> programs.contains(read(process, "comm").strip()))
			.filter((process) -> isOnCommandLine(process) || worksInCluster(process))
			.toList();
	}

	private boolean isOnCommandLine(ProcessHandle process) {
		return List.of(read(process, "cmdline").split("\0")).contains(this.cluster.toString());
	}

	private boolean worksInCluster(ProcessHandle process) {
		try {
			return Files.readSymbolicLink(proc(process).resolve("cwd")).equals(this.cluster);
		}
		catch (IOException ex) {
			logUnreadable(process, ex);
			return false;
		}
	}

	private static String read(ProcessHandle process, String file) {
		try {
			return Files.readString(proc(process).resolve(file), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			logUnreadable(process, ex);
			return "";
		}
	}

	/**
	 * A process that can't be read has ended meanwhile, or belongs to another user, who
	 * can't enter the folder.
	 */
	private static void logUnreadable(ProcessHandle process, IOException ex) {
		log.debug("Process {} can't be inspected", process.pid(), ex);
	}

	private static Path proc(ProcessHandle process) {
		return Path.of("/proc", Long.toString(process.pid()));
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
