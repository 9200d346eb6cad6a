package io.qnsp.crypto;

import java.nio.file.Files;
import java.nio.file.Path;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Test vectors, read in place. A missing folder is an error, never a skip.
 */
public final class Vectors {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private Vectors() {
	}

	public static JsonNode read(String file) {
		Path path = folder().resolve(file);
		if (!Files.isRegularFile(path)) {
			throw new AssertionError("test vectors: " + path.toAbsolutePath()
					+ " is missing (expected: shared/vectors beside the clone, or -Dqnsp.vectors=, or QNSP_SHARED)");
		}
		return JSON.readTree(path.toFile());
	}

	private static Path folder() {
		String property = System.getProperty("qnsp.vectors");
		if (property != null) {
			return Path.of(property);
		}
		String shared = System.getenv("QNSP_SHARED");
		return (shared != null) ? Path.of(shared, "vectors") : Path.of("../../shared/vectors");
	}

}
