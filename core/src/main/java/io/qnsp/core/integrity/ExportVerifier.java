package io.qnsp.core.integrity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.qnsp.core.integrity.json.CanonicalJson;
import io.qnsp.core.integrity.merkle.Frontier;
import io.qnsp.core.integrity.merkle.TreeHash;
import org.jspecify.annotations.Nullable;

/**
 * Verifies an exported range line by line; what it keeps does not grow with the range. It
 * ends at the first thing that is wrong.
 */
final class ExportVerifier {

	private static final TreeHash HASH = TreeHash.SHA3_256;

	private final PublicKeys keys;

	private @Nullable UUID tenantId;

	private long first;

	private long last;

	private @Nullable Frontier tree;

	private @Nullable Checkpoint previous;

	private @Nullable Instant firstSealed;

	private @Nullable String firstOfCheckpoint;

	private @Nullable String lastEvent;

	private boolean ended;

	private long checkpoints;

	private long events;

	private long removed;

	/**
	 * Creates it.
	 * @param pins the fingerprints of keys to trust; empty trusts the export's own
	 */
	ExportVerifier(Set<String> pins) {
		this.keys = new PublicKeys(pins);
	}

	/**
	 * Verifies the next line.
	 * @param json the line
	 * @throws BadExportException when something is wrong
	 * @throws IllegalArgumentException when the line is not one of an export
	 */
	void accept(byte[] json) {
		if (!(CanonicalJson.read(json) instanceof Map<?, ?> line)) {
			throw new IllegalArgumentException("not a JSON object");
		}
		Fields fields = new Fields(line);
		String kind = fields.text("kind");
		if (this.ended) {
			throw new BadExportException("a line of kind %s after the end".formatted(kind));
		}
		if (this.tenantId == null && !kind.equals("bundle")) {
			throw new IllegalArgumentException("kind: %s (expected: bundle, as the first line)".formatted(kind));
		}
		switch (kind) {
			case "bundle" -> begin(fields);
			case "key" -> key(fields);
			case "start" -> start(fields);
			case "event" -> event(fields);
			case "leaf" -> leaf(fields);
			case "missing" -> throw new BadExportException("event %s, leaf %d: it is not in the journal any more"
				.formatted(fields.uuid("eventId"), fields.number("leafIndex")));
			case "checkpoint" -> checkpoint(fields);
			case "end" -> end(fields);
			default -> throw new IllegalArgumentException("kind: " + kind + " (expected: one of a bundle)");
		}
		fields.requireNothingElse(kind);
	}

	/**
	 * Ends the verification.
	 * @return what was verified
	 * @throws BadExportException when the last line is missing
	 */
	Verdict finish() {
		if (!this.ended) {
			throw new BadExportException("the export is cut off after %s (expected: a line of kind end)"
				.formatted((this.lastEvent != null) ? "event " + this.lastEvent : "its first lines"));
		}
		return new Verdict(null, this.checkpoints, this.events, this.removed);
	}

	private void begin(Fields line) {
		if (this.tenantId != null) {
			throw new BadExportException("a second line of kind bundle");
		}
		long version = line.number("version");
		if (version != BundleLines.VERSION) {
			throw new IllegalArgumentException("version: %d (expected: %d)".formatted(version, BundleLines.VERSION));
		}
		this.tenantId = line.uuid("tenantId");
		this.first = line.number("from");
		this.last = line.number("to");
		if (this.first < 1 || this.last < this.first) {
			throw new IllegalArgumentException(
					"from %d to %d (expected: 1 <= from <= to)".formatted(this.first, this.last));
		}
	}

	private void key(Fields line) {
		String algorithm = line.text("algorithm");
		if (!algorithm.equals(Checkpoint.ALGORITHM)) {
			throw new IllegalArgumentException(
					"algorithm: %s (expected: %s)".formatted(algorithm, Checkpoint.ALGORITHM));
		}
		this.keys.add(line.uuid("keyId"), Base64.getDecoder().decode(line.text("publicKey")));
	}

	private void start(Fields line) {
		if (this.tree != null) {
			throw new BadExportException("a second line of kind start");
		}
		List<byte[]> nodes = new ArrayList<>();
		line.texts("hashes").forEach((text) -> nodes.add(hash(text)));
		long size = line.number("treeSize");
		if (this.first == 1 && size != 0) {
			throw new BadExportException("start: %d events before checkpoint 1 (expected: 0)".formatted(size));
		}
		this.tree = Frontier.of(HASH, size, nodes);
	}

	private void event(Fields line) {
		Map<?, ?> event = line.object("event");
		if (event == null) {
			throw new IllegalArgumentException("event: missing (expected: an object)");
		}
		String id = String.valueOf(event.get("eventId"));
		long index = line.number("leafIndex");
		Frontier leaves = requireNext(index, "event " + id);
		if (!String.valueOf(this.tenantId).equals(event.get("tenantId"))) {
			throw new BadExportException("event %s, leaf %d: tenantId %s (expected: %s)".formatted(id, index,
					event.get("tenantId"), this.tenantId));
		}
		byte[] computed = HASH.leaf(CanonicalJson.bytes(event));
		if (!Arrays.equals(computed, hash(line.text("leafHash")))) {
			throw new BadExportException("event %s, leaf %d: it is not what was sealed (its hash is %s)".formatted(id,
					index, HexFormat.of().formatHex(computed)));
		}
		leaves.append(computed);
		this.events++;
		seen(id);
	}

	private void leaf(Fields line) {
		long index = line.number("leafIndex");
		requireNext(index, "deleted event").append(hash(line.text("leafHash")));
		this.removed++;
		seen("");
	}

	private void seen(String eventId) {
		if (this.firstOfCheckpoint == null) {
			this.firstOfCheckpoint = eventId;
		}
		this.lastEvent = eventId;
	}

	private Frontier requireNext(long index, String what) {
		Frontier leaves = requireTree();
		if (this.previous == null && this.first > 1) {
			throw new IllegalArgumentException("%s before the checkpoint that the range follows".formatted(what));
		}
		if (index != leaves.size()) {
			throw new BadExportException("%s: leaf %d (expected: leaf %d)".formatted(what, index, leaves.size()));
		}
		return leaves;
	}

	private Frontier requireTree() {
		Frontier leaves = this.tree;
		if (leaves == null) {
			throw new IllegalArgumentException("no line of kind start before it");
		}
		return leaves;
	}

	private void checkpoint(Fields line) {
		Map<?, ?> read = line.object("checkpoint");
		if (read == null) {
			throw new IllegalArgumentException("checkpoint: missing (expected: an object)");
		}
		Checkpoint checkpoint = Checkpoint.read(read);
		String name = "checkpoint %d (%s): ".formatted(checkpoint.sequence(), checkpoint.checkpointId());
		requireGood(name, this.keys.faultOf(checkpoint));
		requireGood(name, formFault(checkpoint));
		boolean anchor = this.previous == null && this.first > 1;
		requireGood(name, anchor ? anchorFault(checkpoint) : checkpoint.faultAfter(this.previous));
		requireGood(name, treeFault(checkpoint));
		if (!anchor) {
			requireGood(name, eventsFault(checkpoint));
			this.firstSealed = (this.firstSealed != null) ? this.firstSealed : checkpoint.timestamp();
			this.checkpoints++;
		}
		this.previous = checkpoint;
		this.firstOfCheckpoint = null;
	}

	private @Nullable String formFault(Checkpoint checkpoint) {
		if (checkpoint.version() != Checkpoint.VERSION || !checkpoint.algorithm().equals(Checkpoint.ALGORITHM)
				|| !checkpoint.hashAlgorithm().equals(Checkpoint.HASH_ALGORITHM)) {
			return "version %d, %s, %s (expected: %d, %s, %s)".formatted(checkpoint.version(),
					checkpoint.hashAlgorithm(), checkpoint.algorithm(), Checkpoint.VERSION, Checkpoint.HASH_ALGORITHM,
					Checkpoint.ALGORITHM);
		}
		return checkpoint.tenantId().equals(this.tenantId) ? null
				: "tenantId: %s (expected: %s)".formatted(checkpoint.tenantId(), this.tenantId);
	}

	private @Nullable String anchorFault(Checkpoint checkpoint) {
		return (checkpoint.sequence() == this.first - 1) ? null
				: "sequence: %d (expected: %d)".formatted(checkpoint.sequence(), this.first - 1);
	}

	private @Nullable String treeFault(Checkpoint checkpoint) {
		Frontier leaves = requireTree();
		if (leaves.size() != checkpoint.treeSize()) {
			return "%d events up to it (expected: %d)".formatted(leaves.size(), checkpoint.treeSize());
		}
		String root = HexFormat.of().formatHex(leaves.root());
		return root.equals(checkpoint.merkleRoot()) ? null
				: "the root of its events is %s (expected: %s): one of its events or leaf hashes was changed"
					.formatted(root, checkpoint.merkleRoot());
	}

	private @Nullable String eventsFault(Checkpoint checkpoint) {
		if (differs(this.firstOfCheckpoint, checkpoint.firstEventId())) {
			return "its first event is %s (expected: %s)".formatted(this.firstOfCheckpoint, checkpoint.firstEventId());
		}
		return differs(this.lastEvent, checkpoint.lastEventId())
				? "its last event is %s (expected: %s)".formatted(this.lastEvent, checkpoint.lastEventId()) : null;
	}

	// A deleted event has no id any more.
	private static boolean differs(@Nullable String seen, UUID expected) {
		return seen != null && !seen.isEmpty() && !seen.equals(expected.toString());
	}

	private void end(Fields line) {
		Checkpoint reached = this.previous;
		if (reached == null || reached.sequence() != this.last || requireTree().size() != reached.treeSize()) {
			throw new BadExportException("the export ends at checkpoint %s (expected: %d)"
				.formatted((reached != null) ? reached.sequence() : "none", this.last));
		}
		long all = line.number("events");
		long leaves = line.number("leaves");
		if (all != this.events || leaves != this.removed) {
			throw new BadExportException("end: %d events and %d leaves (expected: %d and %d)".formatted(all, leaves,
					this.events, this.removed));
		}
		this.ended = true;
	}

	private static void requireGood(String what, @Nullable String fault) {
		if (fault != null) {
			throw new BadExportException(what + fault);
		}
	}

	private static byte[] hash(String hex) {
		byte[] hash = HexFormat.of().parseHex(hex);
		if (hash.length != TreeHash.BYTES || !HexFormat.of().formatHex(hash).equals(hex)) {
			throw new IllegalArgumentException("hash: %s (expected: 64 lower-case hex digits)".formatted(hex));
		}
		return hash;
	}

	Verdict bad(String fault) {
		return new Verdict(fault, this.checkpoints, this.events, this.removed);
	}

	/**
	 * Whose events were verified and from when to when, in words: an export of somebody
	 * else or an older one is as valid as any.
	 */
	String range() {
		return (this.tenantId == null || this.previous == null || this.firstSealed == null) ? "nothing"
				: "tenant %s, checkpoints %d to %d of %s to %s, tree of %d events with root %s".formatted(this.tenantId,
						this.first, this.previous.sequence(), this.firstSealed, this.previous.timestamp(),
						this.previous.treeSize(), this.previous.merkleRoot());
	}

}
