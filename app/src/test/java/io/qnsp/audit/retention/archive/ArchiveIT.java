package io.qnsp.audit.retention.archive;

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
import java.util.stream.Stream;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.audit.integrity.SealedEvents;
import io.qnsp.audit.retention.RetentionScene;
import io.qnsp.audit.retention.RetentionScene.Recorded;
import io.qnsp.core.caller.Role;
import io.qnsp.core.integrity.VerifyExport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Archives of the running server, through the offline verifier, and what a failure in
 * between leaves.
 */
@QnspServerTest
class ArchiveIT {

	private static final String ARCHIVES = "/v1/retention/archives";

	@Autowired
	private WebTestClient web;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Autowired
	private RetentionScene scene;

	@Value("${qnsp.data-dir}")
	private Path data;

	@TempDir
	private Path folder;

	private List<Recorded> recorded(Account owner, int count, int daysAgo, String type) {
		List<Recorded> events = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			events.add(this.scene.event(RetentionScene.daysAgo(daysAgo + i / 1000.0), type));
		}
		this.scene.record(owner.tenantId(), events);
		return events;
	}

	private List<?> archives(Account owner) {
		return (List<?>) Objects.requireNonNull(this.scene.get(this.web, owner, ARCHIVES).get("archives"));
	}

	private byte[] content(Account account, Object archiveId) {
		return Objects.requireNonNull(TestCalls
			.call(this.web.mutate().codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(64 << 20)).build(), "GET",
					ARCHIVES + "/" + archiveId + "/content", account, null)
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentType("application/x-ndjson")
			.expectBody(byte[].class)
			.returnResult()
			.getResponseBody());
	}

	private List<UUID> eventsOf(byte[] content) {
		return new String(content, StandardCharsets.UTF_8).lines()
			.map(this.scene::read)
			.filter((line) -> "event".equals(line.get("kind")))
			.map((line) -> UUID.fromString(RetentionScene.text((Map<?, ?>) line.get("event"), "eventId")))
			.toList();
	}

	private String verify(byte[] content, String fingerprint) throws IOException {
		Path file = Files.write(this.folder.resolve("archive.jsonl"), content);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		int code = new VerifyExport(new PrintStream(out, true, StandardCharsets.UTF_8)).run(file.toString(), "--key",
				fingerprint);
		return code + " " + out.toString(StandardCharsets.UTF_8);
	}

	private String fingerprint(Account owner) {
		Map<?, ?> keys = SealedEvents.answer(this.web, "GET", "/v1/checkpoints/keys", owner, null);
		return RetentionScene.text((Map<?, ?>) ((List<?>) Objects.requireNonNull(keys.get("keys"))).getFirst(),
				"fingerprint");
	}

	private List<Path> files(Account owner) throws IOException {
		Path tenant = this.data.resolve("archive").resolve(owner.tenantId().toString());
		if (!Files.exists(tenant)) {
			return List.of();
		}
		try (Stream<Path> all = Files.list(tenant)) {
			return all.toList();
		}
	}

	@Test
	void anArchiveProvesItselfHoldsExactlyTheDeletedEventsAndCheckpointsStillVerify() throws IOException {
		Account owner = this.scene.owner();
		String policy = this.scene.policy(this.web, owner, "P30D", "\"kms.*\"", "", true);
		recorded(owner, 40, 20, "kms.key.sign");
		recorded(owner, 40, 60, "auth.token.create");
		List<Recorded> due = recorded(owner, 700, 60, "kms.key.sign");
		Map<?, ?> answer = this.scene.clean(this.web, owner, policy, false);
		assertThat(RetentionScene.number(answer, "eventsArchived")).isEqualTo(700);
		Map<?, ?> archive = (Map<?, ?>) archives(owner).getFirst();
		assertThat(archives(owner)).hasSize(1);
		assertThat(RetentionScene.number(archive, "events")).isEqualTo(700);
		byte[] content = content(owner, archive.get("archiveId"));
		assertThat(eventsOf(content)).containsExactlyInAnyOrderElementsOf(due.stream().map(Recorded::eventId).toList());
		assertThat(verify(content, fingerprint(owner))).startsWith("0 VALID").contains("700 events");
		assertThat(this.scene.left(owner.tenantId())).hasSize(80);
		byte[] stored = Files.readAllBytes(files(owner).getFirst());
		assertThat(stored).hasSize((int) RetentionScene.number(archive, "bytes"));
		assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("kms.key.sign");
		Map<?, ?> verdict = SealedEvents.answer(this.web, "POST", "/v1/verify", owner, RetentionScene.ALL_TIMES);
		assertThat(verdict.get("valid")).as(verdict.toString()).isEqualTo(true);
		assertThat(RetentionScene.number(verdict, "eventsRemoved")).isEqualTo(700);
		assertThat(this.calls.events(owner.tenantId(), "audit.archive.download")).hasSize(1);
	}

	@Test
	void onlyAdministratorsOfTheTenantReadArchivesAndChangedOnesAreRefused() throws IOException {
		Account owner = this.scene.owner();
		String policy = this.scene.policy(this.web, owner, "P30D", "", "", true);
		recorded(owner, 5, 60, "kms.key.sign");
		this.scene.clean(this.web, owner, policy, false);
		Object id = ((Map<?, ?>) archives(owner).getFirst()).get("archiveId");
		String path = ARCHIVES + "/" + id + "/content";
		TestCalls.expectError(TestCalls.call(this.web, "GET", path, this.scene.owner(), null), 404, "NOT_FOUND");
		Account viewer = this.tenants.member(owner.tenantId(), Role.VIEWER);
		TestCalls.expectError(TestCalls.call(this.web, "GET", path, viewer, null), 403, "FORBIDDEN");
		assertThat(eventsOf(content(owner, id))).hasSize(5);
		Path file = files(owner).getFirst();
		byte[] stored = Files.readAllBytes(file);
		stored[stored.length / 2] ^= 1;
		Files.write(file, stored);
		TestCalls.expectError(TestCalls.call(this.web, "GET", path, owner, null), 409, "CONFLICT");
	}

	@Test
	void aFailureAfterTheFileLosesNothingAndLeavesAFileThatNobodyLists() throws IOException {
		Account owner = this.scene.owner();
		String policy = this.scene.policy(this.web, owner, "P30D", "", "", true);
		recorded(owner, 20, 60, "kms.key.sign");
		failing(owner, "audit_archive", "INSERT", () -> {
			cleanFails(owner, policy);
			assertThat(this.scene.left(owner.tenantId())).hasSize(20);
			assertThat(archives(owner)).isEmpty();
		});
		assertThat(files(owner)).hasSize(1);
		assertThat(RetentionScene.number(this.scene.clean(this.web, owner, policy, false), "eventsArchived"))
			.isEqualTo(20);
		assertThat(archives(owner)).hasSize(1);
		assertThat(files(owner)).hasSize(2);
	}

	@Test
	void aFailureBeforeTheDeletionLosesNothingAndArchivesTwice() {
		Account owner = this.scene.owner();
		String policy = this.scene.policy(this.web, owner, "P30D", "", "", true);
		List<Recorded> due = recorded(owner, 20, 60, "kms.key.sign");
		failing(owner, "audit_event", "DELETE", () -> {
			cleanFails(owner, policy);
			assertThat(this.scene.left(owner.tenantId())).hasSize(20);
		});
		assertThat(RetentionScene.number(this.scene.clean(this.web, owner, policy, false), "eventsArchived"))
			.isEqualTo(20);
		List<UUID> archived = archives(owner).stream()
			.flatMap((archive) -> eventsOf(content(owner, ((Map<?, ?>) archive).get("archiveId"))).stream())
			.toList();
		assertThat(archived).hasSize(40).containsOnlyElementsOf(due.stream().map(Recorded::eventId).toList());
		assertThat(this.scene.left(owner.tenantId())).isEmpty();
	}

	// The failed one is noted, so that the next one may run.
	private void cleanFails(Account owner, String policy) {
		TestCalls.call(this.web, "POST", "/v1/retention/cleanup", owner, "{\"policyId\":\"" + policy + "\"}")
			.expectStatus()
			.is5xxServerError();
		Map<?, ?> execution = (Map<?, ?>) ((List<?>) Objects
			.requireNonNull(this.scene.get(this.web, owner, "/v1/retention/executions").get("executions"))).getFirst();
		assertThat(execution.get("status")).isEqualTo("failed");
	}

	private void failing(Account owner, String table, String operation, Runnable meanwhile) {
		String name = "fail_" + owner.tenantId().toString().replace("-", "");
		String row = operation.equals("DELETE") ? "OLD" : "NEW";
		this.scene.database().execute("""
				CREATE FUNCTION qnsp.%1$s() RETURNS trigger LANGUAGE plpgsql AS $$
				BEGIN RAISE EXCEPTION 'injected'; END $$;
				GRANT EXECUTE ON FUNCTION qnsp.%1$s() TO PUBLIC;
				CREATE TRIGGER %1$s BEFORE %2$s ON qnsp.%3$s FOR EACH ROW WHEN (%4$s.tenant_id = '%5$s')
				EXECUTE FUNCTION qnsp.%1$s()""".formatted(name, operation, table, row, owner.tenantId()));
		try {
			meanwhile.run();
		}
		finally {
			this.scene.database()
				.execute("DROP TRIGGER %1$s ON qnsp.%2$s; DROP FUNCTION qnsp.%1$s()".formatted(name, table));
		}
	}

}
