package io.qnsp.audit.retention.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.qnsp.core.error.QnspException;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * The stores that the operator has configured.
 */
@Component
@EnableConfigurationProperties(ArchiveProperties.class)
public final class ArchiveStores implements DisposableBean {

	private static final int THREADS = 4;

	private static final int MOST_WAITING = 256;

	private final Scheduler files = Schedulers.newBoundedElastic(THREADS, MOST_WAITING, "qnsp-archive", 60, true);

	private final Map<String, ArchiveStore> stores;

	ArchiveStores(ArchiveProperties properties) {
		this.stores = properties.stores()
			.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
					(entry) -> new FolderStore(folder(entry.getValue().folder()), this.files)));
	}

	private static Path folder(Path folder) {
		try {
			return Files.createDirectories(folder.toAbsolutePath());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Archive folder %s can't be made".formatted(folder), ex);
		}
	}

	/**
	 * The names that policies may use.
	 * @return the names
	 */
	public Set<String> names() {
		return this.stores.keySet();
	}

	/**
	 * A store.
	 * @param name its name
	 * @return the store
	 * @throws QnspException a 409 when the operator has taken it out of the configuration
	 */
	ArchiveStore named(String name) {
		ArchiveStore store = this.stores.get(name);
		if (store == null) {
			throw QnspException
				.conflict("Archive store %s is not configured any more (expected: one of %s)".formatted(name, names()));
		}
		return store;
	}

	@Override
	public void destroy() {
		this.files.dispose();
	}

}
