package io.qnsp.audit.integrity;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.integrity.VerifyExport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real exports of the running server through the offline verifier.
 */
@QnspServerTest
class ExportVerificationIT {

	@Autowired
	private WebTestClient web;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private SealedEvents events;

	@TempDir
	private Path folder;

	private String said = "";

	private Path export(Account owner, int from, int to) throws IOException {
		byte[] body = TestCalls
			.call(this.web.mutate().codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(16 << 20)).build(), "GET",
					"/audit/v1/checkpoints/bundle?from=%d&to=%d".formatted(from, to), owner, null)
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentType("application/x-ndjson")
			.expectBody(byte[].class)
			.returnResult()
			.getResponseBody();
		return Files.write(this.folder.resolve("bundle.jsonl"), Objects.requireNonNull(body));
	}

	private int verify(Path file, String... arguments) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addFirst(file.toString());
		int code = new VerifyExport(new PrintStream(out, true, StandardCharsets.UTF_8)).run(all.toArray(String[]::new));
		this.said = out.toString(StandardCharsets.UTF_8);
		return code;
	}

	@Test
	void aRealExportIsValidAndSignedByTheServersKey() throws IOException {
		Account owner = this.tenants.owner();
		this.events.append(owner.tenantId(), 600);
		this.events.seal(owner.tenantId());
		this.events.append(owner.tenantId(), 300);
		this.events.seal(owner.tenantId());
		Map<?, ?> keys = SealedEvents.answer(this.web, "GET", "/v1/checkpoints/keys", owner, null);
		Object fingerprint = ((Map<?, ?>) ((List<?>) Objects.requireNonNull(keys.get("keys"))).getFirst())
			.get("fingerprint");
		assertThat(verify(export(owner, 1, 2), "--key", String.valueOf(fingerprint))).as(this.said).isZero();
		assertThat(this.said).contains("VALID: 2 checkpoints, 900 events, 0 leaves");
		assertThat(verify(export(owner, 2, 2))).as(this.said).isZero();
		assertThat(this.said).contains("VALID: 1 checkpoints, 300 events, 0 leaves");
	}

	@Test
	void anExportOfChangedRowsNamesTheEvent() throws IOException {
		Account owner = this.tenants.owner();
		UUID id = this.events.append(owner.tenantId(), 20).get(13);
		this.events.seal(owner.tenantId());
		this.events.database().update("UPDATE qnsp.audit_event SET outcome = 'failure' WHERE event_id = ?", id);
		assertThat(verify(export(owner, 1, 1))).isOne();
		assertThat(this.said).contains("INVALID", "event " + id, "leaf 13");
		this.events.database().update("DELETE FROM qnsp.audit_event WHERE event_id = ?", id);
		assertThat(verify(export(owner, 1, 1))).as("retention did not delete it").isOne();
		assertThat(this.said).contains("INVALID", "event " + id, "leaf 13", "not in the journal any more");
		this.events.database().update("""
				UPDATE qnsp.audit_tile SET removed = set_bit(decode(repeat('00', 32), 'hex'), 13, 1)
				WHERE tenant_id = ? AND level = 0""", owner.tenantId());
		assertThat(verify(export(owner, 1, 1))).as("only its leaf hash is left, which the verdict counts").isZero();
		assertThat(this.said).contains("19 events, 1 leaves without their event",
				"Verified: tenant " + owner.tenantId() + ", checkpoints 1 to 1 of ");
	}

	@Test
	void theCommandEndsWithItsExitCode() throws Exception {
		Account owner = this.tenants.owner();
		this.events.append(owner.tenantId(), 3);
		this.events.seal(owner.tenantId());
		Path file = export(owner, 1, 1);
		assertThat(command(file)).isZero();
		String text = Files.readString(file);
		Files.writeString(file, text.replace("\"statusCode\":200", "\"statusCode\":201"));
		assertThat(command(file)).isOne();
		Files.writeString(file, "nothing of the kind");
		assertThat(command(file)).isEqualTo(2);
	}

	private int command(Path file) throws IOException, InterruptedException {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-XX:TieredStopAtLevel=1",
				"-cp", classPath, "io.qnsp.core.integrity.VerifyExport", file.toString())
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start()
			.waitFor();
	}

}
