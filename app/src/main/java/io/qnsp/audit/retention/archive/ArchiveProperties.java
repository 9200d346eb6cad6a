package io.qnsp.audit.retention.archive;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where archives can be kept, {@code qnsp.archive.*}.
 *
 * @param stores stores by the names that policies use; at least {@code local}
 */
@ConfigurationProperties("qnsp.archive")
record ArchiveProperties(Map<String, Store> stores) {

	private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

	ArchiveProperties {
		stores = Map.copyOf(stores);
		for (String name : stores.keySet()) {
			if (!NAME.matcher(name).matches()) {
				throw new IllegalArgumentException(
						"qnsp.archive.stores.%s: (expected: a name of a-z, 0-9 and hyphens)".formatted(name));
			}
		}
		if (!stores.containsKey("local")) {
			throw new IllegalArgumentException("qnsp.archive.stores: %s (expected: one named local)".formatted(stores));
		}
	}

	/**
	 * A store.
	 *
	 * @param folder a folder on this machine, or one that all instances share; made when
	 * it is not there
	 */
	record Store(Path folder) {

	}

}
