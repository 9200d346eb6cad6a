package io.qnsp.core.integrity;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qnsp.core.integrity.json.CanonicalJson;
import io.qnsp.core.integrity.merkle.TreeHash;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant's events were at some time. Its JSON has these fields and no others, so
 * that whoever reads it can compute its canonical bytes.
 *
 * @param version how the rest is to be read, {@value #VERSION}
 * @param checkpointId UUIDv7
 * @param tenantId whose events
 * @param sequence 1 for the tenant's first checkpoint, then one more each time
 * @param timestamp when it was made, UTC, milliseconds
 * @param treeSize how many events the tree holds, from the tenant's first on
 * @param eventCount how many of them are new since the previous checkpoint
 * @param merkleRoot the root of the tree, hex
 * @param firstEventId the first event that is new
 * @param lastEventId the last event of the tree
 * @param lastPosition its place in the journal
 * @param previousCheckpoint the checkpoint before, or {@code null} for the first
 * @param hashAlgorithm how leaves, nodes and checkpoints are hashed
 * @param algorithm what it is signed with
 * @param keyId the platform's key
 * @param signature the signature over {@link #signedBytes}, base64
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Checkpoint(int version, UUID checkpointId, UUID tenantId, long sequence, Instant timestamp, long treeSize,
		long eventCount, String merkleRoot, UUID firstEventId, UUID lastEventId, String lastPosition,
		@Nullable Previous previousCheckpoint, String hashAlgorithm, String algorithm, UUID keyId, String signature) {

	/** The form of checkpoints and leaves that this code makes. */
	public static final int VERSION = 1;

	/** What checkpoints are signed with. */
	public static final String ALGORITHM = "ML-DSA-65";

	/** What leaves, nodes, checkpoints and public keys are hashed with. */
	public static final String HASH_ALGORITHM = "SHA3-256";

	/** What stands before the canonical JSON in the bytes that are signed. */
	public static final String CONTEXT = "qnsp:audit-checkpoint\n";

	private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
		.withZone(ZoneOffset.UTC);

	/**
	 * The checkpoint before.
	 *
	 * @param checkpointId its id
	 * @param hash its {@link Checkpoint#hash}
	 */
	public record Previous(UUID checkpointId, String hash) {

	}

	/**
	 * Reads a checkpoint's JSON.
	 * @param fields what {@link CanonicalJson#read} gave
	 * @return the checkpoint
	 * @throws IllegalArgumentException for a missing field, an unknown one, or one of
	 * another form
	 */
	public static Checkpoint read(Map<?, ?> fields) {
		Fields in = new Fields(fields);
		Map<?, ?> before = in.object("previousCheckpoint");
		Previous previous = null;
		if (before != null) {
			Fields link = new Fields(before);
			previous = new Previous(link.uuid("checkpointId"), link.text("hash"));
			link.requireNothingElse("checkpoint.previousCheckpoint");
		}
		Checkpoint read = new Checkpoint((int) in.number("version"), in.uuid("checkpointId"), in.uuid("tenantId"),
				in.number("sequence"), time(in.text("timestamp")), in.number("treeSize"), in.number("eventCount"),
				in.text("merkleRoot"), in.uuid("firstEventId"), in.uuid("lastEventId"), in.text("lastPosition"),
				previous, in.text("hashAlgorithm"), in.text("algorithm"), in.uuid("keyId"), in.text("signature"));
		in.requireNothingElse("checkpoint");
		return read;
	}

	/**
	 * The checkpoint with a signature.
	 * @param key the key that made it
	 * @param made the signature, base64
	 * @return the signed checkpoint
	 */
	public Checkpoint signed(UUID key, String made) {
		return new Checkpoint(this.version, this.checkpointId, this.tenantId, this.sequence, this.timestamp,
				this.treeSize, this.eventCount, this.merkleRoot, this.firstEventId, this.lastEventId, this.lastPosition,
				this.previousCheckpoint, this.hashAlgorithm, this.algorithm, key, made);
	}

	/**
	 * The bytes that are signed: {@link #CONTEXT}, and the canonical JSON of everything
	 * but the signature.
	 * @return the bytes
	 */
	public byte[] signedBytes() {
		Map<String, Object> fields = fields();
		fields.remove("signature");
		byte[] context = CONTEXT.getBytes(StandardCharsets.US_ASCII);
		byte[] json = CanonicalJson.bytes(fields);
		byte[] signed = new byte[context.length + json.length];
		System.arraycopy(context, 0, signed, 0, context.length);
		System.arraycopy(json, 0, signed, context.length, json.length);
		return signed;
	}

	/**
	 * What the next checkpoint names this one by: the SHA3-256 of its canonical JSON,
	 * signature included.
	 * @return hex
	 */
	public String hash() {
		return HexFormat.of().formatHex(TreeHash.SHA3_256.plain(CanonicalJson.bytes(fields())));
	}

	/**
	 * How the next checkpoint names this one.
	 * @return id and hash
	 */
	public Previous asPrevious() {
		return new Previous(this.checkpointId, hash());
	}

	/**
	 * What is wrong between this checkpoint and the one before it, their signatures
	 * aside.
	 * @param before the previous checkpoint, or {@code null} when there is none
	 * @return what is wrong and what was expected, or {@code null} when they fit
	 */
	public @Nullable String faultAfter(@Nullable Checkpoint before) {
		long sizeBefore = (before != null) ? before.treeSize : 0;
		long expectedSequence = (before != null) ? before.sequence + 1 : 1;
		Previous expected = (before != null) ? before.asPrevious() : null;
		if (this.sequence != expectedSequence) {
			return "sequence: %d (expected: %d)".formatted(this.sequence, expectedSequence);
		}
		if (expected == null && this.previousCheckpoint != null) {
			return "previousCheckpoint: %s (expected: none)".formatted(this.previousCheckpoint.checkpointId);
		}
		if (expected != null && !expected.equals(this.previousCheckpoint)) {
			return "previousCheckpoint: %s (expected: %s)".formatted(this.previousCheckpoint, expected);
		}
		if (before != null && !before.tenantId.equals(this.tenantId)) {
			return "tenantId: %s (expected: %s)".formatted(this.tenantId, before.tenantId);
		}
		if (this.eventCount < 1 || this.treeSize != sizeBefore + this.eventCount) {
			return "treeSize: %d (expected: %d and eventCount, which is %d)".formatted(this.treeSize, sizeBefore,
					this.eventCount);
		}
		return null;
	}

	private Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("version", this.version);
		fields.put("checkpointId", this.checkpointId.toString());
		fields.put("tenantId", this.tenantId.toString());
		fields.put("sequence", this.sequence);
		fields.put("timestamp", MILLISECONDS.format(this.timestamp));
		fields.put("treeSize", this.treeSize);
		fields.put("eventCount", this.eventCount);
		fields.put("merkleRoot", this.merkleRoot);
		fields.put("firstEventId", this.firstEventId.toString());
		fields.put("lastEventId", this.lastEventId.toString());
		fields.put("lastPosition", this.lastPosition);
		if (this.previousCheckpoint != null) {
			fields.put("previousCheckpoint", Map.of("checkpointId", this.previousCheckpoint.checkpointId.toString(),
					"hash", this.previousCheckpoint.hash));
		}
		fields.put("hashAlgorithm", this.hashAlgorithm);
		fields.put("algorithm", this.algorithm);
		fields.put("keyId", this.keyId.toString());
		fields.put("signature", this.signature);
		return fields;
	}

	private static Instant time(String text) {
		try {
			Instant time = Instant.parse(text);
			if (MILLISECONDS.format(time).equals(text)) {
				return time;
			}
		}
		catch (DateTimeParseException ex) {
			throw new IllegalArgumentException("timestamp: %s (expected: ISO 8601 with milliseconds)".formatted(text),
					ex);
		}
		throw new IllegalArgumentException("timestamp: %s (expected: ISO 8601 with milliseconds)".formatted(text));
	}

}
