package io.qnsp.core.integrity;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The lines of an exported range, each one JSON object with a {@code kind}. In this
 * order: {@code bundle}, {@code key} (one or more), {@code start}, the checkpoint before
 * the range unless it begins with the first, then for each checkpoint its events
 * ({@code event}, or {@code leaf} where retention has deleted the event) and the
 * {@code checkpoint} itself, and {@code end}.
 */
public final class BundleLines {

	/** The form of these lines. */
	public static final int VERSION = 1;

	/** The longest line that the verifier reads, in bytes. */
	public static final int LONGEST = 1 << 20;

	private BundleLines() {
	}

	/**
	 * The first line.
	 * @param tenantId whose events
	 * @param from the first checkpoint's sequence
	 * @param to the last checkpoint's sequence
	 * @return its fields
	 */
	public static Map<String, Object> bundle(UUID tenantId, long from, long to) {
		Map<String, Object> line = line("bundle");
		line.put("version", VERSION);
		line.put("tenantId", tenantId.toString());
		line.put("from", from);
		line.put("to", to);
		return line;
	}

	/**
	 * A public key.
	 * @param keyId its id
	 * @param publicKey the raw key, base64
	 * @return its fields
	 */
	public static Map<String, Object> key(UUID keyId, String publicKey) {
		Map<String, Object> line = line("key");
		line.put("keyId", keyId.toString());
		line.put("algorithm", Checkpoint.ALGORITHM);
		line.put("publicKey", publicKey);
		return line;
	}

	/**
	 * What lies left of the range.
	 * @param treeSize how many events
	 * @param hashes the roots of the complete subtrees that they make up, hex
	 * @return its fields
	 */
	public static Map<String, Object> start(long treeSize, List<String> hashes) {
		Map<String, Object> line = line("start");
		line.put("treeSize", treeSize);
		line.put("hashes", hashes);
		return line;
	}

	/**
	 * A checkpoint.
	 * @param checkpoint the checkpoint
	 * @return its fields
	 */
	public static Map<String, Object> checkpoint(Checkpoint checkpoint) {
		Map<String, Object> line = line("checkpoint");
		line.put("checkpoint", checkpoint);
		return line;
	}

	/**
	 * An event.
	 * @param leafIndex its place in the tree
	 * @param leafHash its leaf hash as it was sealed, hex
	 * @param event the event as lists show it
	 * @return its fields
	 */
	public static Map<String, Object> event(long leafIndex, String leafHash, Object event) {
		Map<String, Object> line = leaf(leafIndex, leafHash);
		line.put("kind", "event");
		line.put("event", event);
		return line;
	}

	/**
	 * What is left of an event.
	 * @param leafIndex its place in the tree
	 * @param leafHash its leaf hash as it was sealed, hex
	 * @return its fields
	 */
	public static Map<String, Object> leaf(long leafIndex, String leafHash) {
		Map<String, Object> line = line("leaf");
		line.put("leafIndex", leafIndex);
		line.put("leafHash", leafHash);
		return line;
	}

	/**
	 * An event that is not in the journal although retention has not deleted it: an
	 * export with such a line is not valid.
	 * @param leafIndex its place in the tree
	 * @param leafHash its leaf hash as it was sealed, hex
	 * @param eventId the event
	 * @return its fields
	 */
	public static Map<String, Object> missing(long leafIndex, String leafHash, UUID eventId) {
		Map<String, Object> line = leaf(leafIndex, leafHash);
		line.put("kind", "missing");
		line.put("eventId", eventId.toString());
		return line;
	}

	/**
	 * The last line.
	 * @param events how many events there were
	 * @param leaves how many of them only the leaf hash is left of
	 * @return its fields
	 */
	public static Map<String, Object> end(long events, long leaves) {
		Map<String, Object> line = line("end");
		line.put("events", events);
		line.put("leaves", leaves);
		return line;
	}

	private static Map<String, Object> line(String kind) {
		Map<String, Object> line = new LinkedHashMap<>();
		line.put("kind", kind);
		return line;
	}

}
