package io.qnsp.core.integrity;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The offline verifier on exports that were changed in every way that an export can be.
 */
class VerifyExportTests {

	/** Where the first event stands in an export of checkpoints 2 to 4. */
	private static final int FIRST_EVENT = 4;

	private static final int EVENTS = 300;

	@TempDir
	private Path folder;

	private final SampleBundle bundle = new SampleBundle();

	private final List<Map<String, Object>> lines = this.bundle.lines(2, 4, EVENTS);

	private String said = "";

	private int verify(byte[] text, String... arguments) {
		try {
			Path file = Files.write(this.folder.resolve("bundle.jsonl"), text);
			ByteArrayOutputStream out = new ByteArrayOutputStream();
			List<String> all = new ArrayList<>(List.of(arguments));
			all.addFirst(file.toString());
			int code = new VerifyExport(new PrintStream(out, true, StandardCharsets.UTF_8))
				.run(all.toArray(String[]::new));
			this.said = out.toString(StandardCharsets.UTF_8);
			return code;
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	private int verify(Consumer<List<Map<String, Object>>> change) {
		change.accept(this.lines);
		return verify(SampleBundle.text(this.lines));
	}

	private Map<String, Object> changed(int line) {
		Map<String, Object> copy = new LinkedHashMap<>(this.lines.get(line));
		this.lines.set(line, copy);
		return copy;
	}

	@SuppressWarnings("unchecked") // lines are made of maps
	private Map<String, Object> event(int line) {
		Map<String, Object> copy = new LinkedHashMap<>((Map<String, Object>) this.lines.get(line).get("event"));
		changed(line).put("event", copy);
		return copy;
	}

	private String idOf(int line) {
		return String.valueOf(((Map<?, ?>) this.lines.get(line).get("event")).get("eventId"));
	}

	private int lastCheckpoint() {
		return this.lines.size() - 2;
	}

	private Checkpoint checkpointAt(int line) {
		return (Checkpoint) this.lines.get(line).get("checkpoint");
	}

	@Test
	void acceptsWhatWasNotChanged() {
		assertThat(verify(SampleBundle.text(this.lines), "--key", this.bundle.fingerprint())).as(this.said).isZero();
		assertThat(this.said).contains("VALID: 3 checkpoints, 900 events", "signed by a key that was named");
		assertThat(verify(SampleBundle.text(this.lines))).isZero();
		assertThat(this.said).contains("name the platform's with --key");
		assertThat(verify(SampleBundle.text(new SampleBundle().lines(1, 2, 3)))).as(this.said).isZero();
	}

	@Test
	void namesTheEventThatWasChanged() {
		String id = idOf(FIRST_EVENT + 17);
		assertThat(verify((all) -> event(FIRST_EVENT + 17).put("statusCode", 200))).isOne();
		assertThat(this.said).contains("INVALID", "event " + id, "leaf 317");
	}

	@Test
	void namesTheCheckpointWhenAnEventAndItsHashWereChanged() {
		assertThat(verify((all) -> {
			Map<String, Object> event = event(FIRST_EVENT + 17);
			event.put("statusCode", 200);
			changed(FIRST_EVENT + 17).put("leafHash",
					java.util.HexFormat.of()
						.formatHex(io.qnsp.core.integrity.merkle.TreeHash.SHA3_256
							.leaf(io.qnsp.core.integrity.json.CanonicalJson.bytes(event))));
		})).isOne();
		assertThat(this.said).contains("checkpoint 2", "the root of its events");
	}

	@Test
	void noticesEventsThatAreLeftOutPutInOrMoved() {
		String next = idOf(FIRST_EVENT + 4);
		List<Map<String, Object>> original = List.copyOf(this.lines);
		assertThat(verify((all) -> all.remove(FIRST_EVENT + 3))).isOne();
		assertThat(this.said).contains("event " + next, "leaf 304 (expected: leaf 303)");
		this.lines.clear();
		this.lines.addAll(original);
		assertThat(verify((all) -> all.add(FIRST_EVENT + 3, all.get(FIRST_EVENT + 3)))).isOne();
		assertThat(this.said).contains("leaf 303 (expected: leaf 304)");
		this.lines.clear();
		this.lines.addAll(original);
		assertThat(verify((all) -> all.add(FIRST_EVENT + 3, all.remove(FIRST_EVENT + 4)))).isOne();
		assertThat(this.said).contains("event " + next, "leaf 304 (expected: leaf 303)");
	}

	@Test
	void noticesThatAnEventWasPassedOffAsDeleted() {
		assertThat(verify((all) -> {
			Map<String, Object> line = changed(FIRST_EVENT + 3);
			line.remove("event");
			line.put("kind", "leaf");
		})).as("its hash still makes up the root, but the end counts what is there").isOne();
		assertThat(this.said).contains("900 events and 0 leaves (expected: 899 and 1)");
	}

	@Test
	void noticesChangedCheckpoints() {
		Checkpoint last = checkpointAt(lastCheckpoint());
		assertThat(verify((all) -> changed(lastCheckpoint()).put("checkpoint",
				last.signed(last.keyId(),
						last.signature().replaceFirst("^..", last.signature().startsWith("AA") ? "BB" : "AA")))))
			.isOne();
		assertThat(this.said).contains("checkpoint 4", "the signature is not that of key");
		Checkpoint other = new Checkpoint(1, last.checkpointId(), last.tenantId(), last.sequence(), last.timestamp(),
				last.treeSize(), last.eventCount(), last.merkleRoot(), last.firstEventId(), last.lastEventId(),
				last.lastPosition(), new Checkpoint.Previous(last.checkpointId(), "00"), last.hashAlgorithm(),
				last.algorithm(), last.keyId(), "");
		assertThat(verify((all) -> changed(lastCheckpoint()).put("checkpoint", this.bundle.signed(other)))).isOne();
		assertThat(this.said).contains("checkpoint 4", "previousCheckpoint", "(expected: ");
	}

	@Test
	void noticesAWrongBeginning() {
		assertThat(verify((all) -> {
			List<String> hashes = new ArrayList<>();
			((List<?>) all.get(2).get("hashes")).forEach((hash) -> hashes.add("0".repeat(64)));
			changed(2).put("hashes", hashes);
		})).isOne();
		assertThat(this.said).contains("checkpoint 1", "the root of its events");
	}

	@Test
	void noticesAnExportThatIsCutOff() {
		assertThat(verify((all) -> all.removeLast())).isOne();
		assertThat(this.said).contains("cut off");
		assertThat(verify((all) -> {
			all.subList(all.size() - EVENTS - 1, all.size()).clear();
			all.add(BundleLines.end(600, 0));
		})).isOne();
		assertThat(this.said).contains("ends at checkpoint 3 (expected: 4)");
	}

	@Test
	void trustsNobodyElsesKey() {
		assertThat(verify(SampleBundle.text(this.lines), "--key", new SampleBundle().fingerprint())).isOne();
		assertThat(this.said).contains("checkpoint 1", "signed by key " + this.bundle.fingerprint());
	}

	@Test
	void saysWhatItCannotRead() {
		assertThat(verify("{}\n".getBytes(StandardCharsets.UTF_8))).isEqualTo(2);
		assertThat(verify("not JSON\n".getBytes(StandardCharsets.UTF_8))).isEqualTo(2);
		assertThat(verify(("{\"kind\":\"" + "x".repeat(BundleLines.LONGEST)).getBytes(StandardCharsets.UTF_8)))
			.isEqualTo(2);
		assertThat(verify((all) -> changed(FIRST_EVENT).put("leafHash", "zz"))).isEqualTo(2);
		assertThat(this.said).contains("UNREADABLE, line 5");
		assertThat(verify((all) -> changed(0).put("version", 2))).isEqualTo(2);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		VerifyExport verifier = new VerifyExport(new PrintStream(out, true, StandardCharsets.UTF_8));
		assertThat(verifier.run()).isEqualTo(2);
		assertThat(verifier.run("no-such-file")).isEqualTo(2);
		assertThat(verifier.run("a", "b")).isEqualTo(2);
		assertThat(verifier.run("a", "--key", "xyz")).isEqualTo(2);
		assertThat(out.toString(StandardCharsets.UTF_8)).contains("usage: ");
	}

}
