package io.qnsp.audit.integrity;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.integrity.Checkpoint;
import io.qnsp.core.integrity.json.CanonicalJson;
import io.qnsp.core.integrity.merkle.MerkleProofs;
import io.qnsp.core.integrity.merkle.TreeHash;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checkpoints, proofs and verification over HTTP, checked with nothing but what the
 * answers hold.
 */
@QnspServerTest
class CheckpointIT {

	private static final TreeHash HASH = TreeHash.SHA3_256;

	@Autowired
	private WebTestClient web;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Autowired
	private SealedEvents events;

	private static byte[] bytes(@Nullable Object hex) {
		return HexFormat.of().parseHex(String.valueOf(hex));
	}

	private static List<byte[]> proof(Map<?, ?> answer) {
		return ((List<?>) Objects.requireNonNull(answer.get("proof"))).stream().map(CheckpointIT::bytes).toList();
	}

	private Map<?, ?> get(String path, Account account) {
		return SealedEvents.answer(this.web, "GET", path, account, null);
	}

	private static Checkpoint checkpoint(@Nullable Object answer) {
		return Checkpoint.read((Map<?, ?>) Objects.requireNonNull(answer));
	}

	@Test
	void checkpointsChainAndAreListedNewestFirst() {
		Account owner = this.tenants.owner();
		this.events.append(owner.tenantId(), 300);
		Checkpoint first = this.events.seal(owner.tenantId());
		this.events.append(owner.tenantId(), 5);
		Checkpoint second = this.events.seal(owner.tenantId());
		Map<?, ?> list = get("/audit/v1/checkpoints?limit=1", owner);
		Checkpoint newest = checkpoint(((List<?>) Objects.requireNonNull(list.get("checkpoints"))).getFirst());
		assertThat(newest).isEqualTo(second);
		Map<?, ?> rest = get("/v1/checkpoints?limit=1&cursor=" + list.get("nextCursor"), owner);
		Checkpoint oldest = checkpoint(((List<?>) Objects.requireNonNull(rest.get("checkpoints"))).getFirst());
		assertThat(oldest).isEqualTo(first);
		assertThat(oldest.faultAfter(null)).isNull();
		assertThat(newest.faultAfter(oldest)).as("what the answers hold makes up the hash of the chain").isNull();
		assertThat(rest.get("nextCursor")).isNull();
		assertThat(checkpoint(get("/v1/checkpoints/latest", owner)).treeSize()).isGreaterThanOrEqualTo(305);
		assertThat(checkpoint(get("/v1/checkpoints/" + first.checkpointId(), owner))).isEqualTo(first);
		for (Checkpoint one : List.of(first, second)) {
			Map<?, ?> verdict = get("/v1/checkpoints/" + one.checkpointId() + "/verify", owner);
			assertThat(verdict.get("valid")).as(verdict.toString()).isEqualTo(true);
			assertThat(verdict.get("eventsVerified")).isEqualTo((double) one.eventCount());
		}
		assertThat(this.calls.events(owner.tenantId(), "audit.checkpoint.verify")).hasSize(2);
	}

	@Test
	void nothingNewMakesNoCheckpoint() {
		Account owner = this.tenants.owner();
		TestCalls.expectError(TestCalls.call(this.web, "GET", "/v1/checkpoints/latest", owner, null), 404, "NOT_FOUND");
		UUID other = this.tenants.owner().tenantId();
		assertThat(this.events.sealOnce(other)).isNull();
		this.events.append(other, 2);
		assertThat(this.events.seal(other).eventCount()).isEqualTo(2);
		assertThat(this.events.sealOnce(other)).isNull();
	}

	@Test
	void everyEventIsProvenToBeInTheSignedTree() {
		Account owner = this.tenants.owner();
		List<UUID> ids = new ArrayList<>(this.events.append(owner.tenantId(), 520));
		this.events.seal(owner.tenantId());
		ids.addAll(this.events.append(owner.tenantId(), 40));
		this.events.seal(owner.tenantId());
		for (int i : new int[] { 0, 1, 255, 256, 300, 519, 520, 559 }) {
			Map<?, ?> proof = get("/audit/v1/events/" + ids.get(i) + "/proof", owner);
			Checkpoint sealing = checkpoint(proof.get("checkpoint"));
			assertThat(sealing.treeSize()).isEqualTo((i < 520) ? 520 : 560);
			assertThat(proof.get("leafIndex")).isEqualTo((double) i);
			assertThat(proof.get("treeSize")).isEqualTo((double) sealing.treeSize());
			byte[] leaf = HASH.leaf(CanonicalJson.bytes(listed(owner, i, ids.get(i))));
			assertThat(bytes(proof.get("eventHash"))).as("the hash of the event as the list shows it").isEqualTo(leaf);
			assertThat(
					MerkleProofs.includes(HASH, leaf, i, sealing.treeSize(), proof(proof), bytes(sealing.merkleRoot())))
				.isTrue();
		}
	}

	private Object listed(Account owner, int number, UUID id) {
		int own = (number < 520) ? number : number - 520;
		Map<?, ?> list = get("/v1/events?eventType=kms.key.sign&requestId=request-" + requestOf(id), owner);
		return ((List<?>) Objects.requireNonNull(list.get("events"))).stream()
			.map((event) -> (Map<?, ?>) event)
			.filter((event) -> id.toString().equals(event.get("eventId")))
			.findFirst()
			.orElseThrow(() -> new AssertionError("event " + own + " is not listed"));
	}

	private String requestOf(UUID id) {
		return String.valueOf(this.events.database()
			.queryForObject("SELECT substring(request_id FROM 9) FROM qnsp.audit_event WHERE event_id = ?",
					String.class, id));
	}

	@Test
	void anEventThatIsNotSealedYetIsAConflict() {
		Account owner = this.tenants.owner();
		UUID unsealed = this.events.append(owner.tenantId(), 1).getFirst();
		TestCalls.expectError(TestCalls.call(this.web, "GET", "/v1/events/" + unsealed + "/proof", owner, null), 409,
				"CONFLICT");
		this.events.seal(owner.tenantId());
		assertThat(get("/v1/events/" + unsealed + "/proof", owner).get("eventId")).isEqualTo(unsealed.toString());
	}

	@Test
	void oneCheckpointIsProvenToContinueAnother() {
		Account owner = this.tenants.owner();
		List<Checkpoint> made = new ArrayList<>();
		for (int count : new int[] { 3, 300, 1 }) {
			this.events.append(owner.tenantId(), count);
			made.add(this.events.seal(owner.tenantId()));
		}
		for (Checkpoint from : made) {
			for (Checkpoint to : made.subList((int) from.sequence() - 1, made.size())) {
				Map<?, ?> answer = get(
						"/v1/checkpoints/consistency?from=%s&to=%d".formatted(from.checkpointId(), to.sequence()),
						owner);
				assertThat(checkpoint(answer.get("from"))).isEqualTo(from);
				assertThat(checkpoint(answer.get("to"))).isEqualTo(to);
				assertThat(MerkleProofs.continues(HASH, from.treeSize(), to.treeSize(), proof(answer),
						bytes(from.merkleRoot()), bytes(to.merkleRoot())))
					.isTrue();
			}
		}
	}

	@Test
	void verifiesARangeOfTimesAndOfEvents() {
		Account owner = this.tenants.owner();
		List<UUID> first = this.events.append(owner.tenantId(), 20);
		this.events.seal(owner.tenantId());
		List<UUID> second = this.events.append(owner.tenantId(), 10);
		this.events.seal(owner.tenantId());
		this.events.append(owner.tenantId(), 7);
		Map<?, ?> all = verify(owner, "{\"startTime\":\"2026-01-01T00:00:00Z\",\"endTime\":\"2100-01-01T00:00:00Z\"}");
		assertThat(all.get("valid")).as(all.toString()).isEqualTo(true);
		assertThat(List.of(all.get("fromSequence"), all.get("toSequence"), all.get("eventsVerified"),
				all.get("eventsUnsealed")))
			.containsExactly(1.0, 2.0, 30.0, 7.0);
		assertThat(all.get("nextCursor")).isNull();
		Map<?, ?> some = verify(owner, "{\"from\":\"%s\",\"to\":\"%s\"}".formatted(second.get(2), second.get(5)));
		assertThat(List.of(some.get("fromSequence"), some.get("toSequence"), some.get("eventsVerified")))
			.containsExactly(2.0, 2.0, 10.0);
		Map<?, ?> rest = verify(owner,
				"{\"from\":\"%s\",\"to\":\"%s\",\"cursor\":\"2\"}".formatted(first.getFirst(), second.getLast()));
		assertThat(List.of(rest.get("fromSequence"), rest.get("toSequence"))).containsExactly(2.0, 2.0);
		Map<?, ?> later = verify(owner,
				"{\"startTime\":\"2099-01-01T00:00:00Z\",\"endTime\":\"2100-01-01T00:00:00Z\"}");
		assertThat(later.get("checkpointsVerified")).isEqualTo(0.0);
		assertThat(later.get("nextCursor")).isNull();
	}

	private Map<?, ?> verify(Account account, String body) {
		return SealedEvents.answer(this.web, "POST", "/audit/v1/verify", account, body);
	}

	@Test
	void anotherTenantSeesNothing() {
		Account owner = this.tenants.owner();
		UUID event = this.events.append(owner.tenantId(), 3).getFirst();
		Checkpoint checkpoint = this.events.seal(owner.tenantId());
		Account other = this.tenants.owner();
		String id = checkpoint.checkpointId().toString();
		for (String path : List.of("/v1/checkpoints/" + id, "/v1/checkpoints/" + id + "/verify",
				"/v1/events/" + event + "/proof", "/v1/checkpoints/consistency?from=" + id + "&to=" + id,
				"/v1/checkpoints/bundle?from=" + id + "&to=" + id)) {
			TestCalls.expectError(TestCalls.call(this.web, "GET", path, other, null), 404, "NOT_FOUND");
		}
		TestCalls.expectError(TestCalls.call(this.web, "POST", "/v1/verify", other,
				"{\"from\":\"%s\",\"to\":\"%s\"}".formatted(event, event)), 404, "NOT_FOUND");
		assertThat((List<?>) get("/v1/checkpoints", other).get("checkpoints")).isEmpty();
	}

	@Test
	void refusesWhatItCannotRead() {
		Account owner = this.tenants.owner();
		this.events.append(owner.tenantId(), 2);
		this.events.seal(owner.tenantId());
		this.events.append(owner.tenantId(), 2);
		this.events.seal(owner.tenantId());
		for (String query : List.of("?limit=0", "?limit=201", "?cursor=x", "/no-uuid", "/consistency",
				"/consistency?from=1", "/consistency?from=2&to=1", "/consistency?from=x&to=1",
				"/consistency?from=0&to=1", "/bundle?from=2&to=1", "/bundle")) {
			TestCalls.expectError(TestCalls.call(this.web, "GET", "/v1/checkpoints" + query, owner, null), 400,
					"BAD_REQUEST");
		}
		TestCalls.expectError(TestCalls.call(this.web, "GET", "/v1/checkpoints/consistency?from=1&to=3", owner, null),
				404, "NOT_FOUND");
		String event = UUID.randomUUID().toString();
		for (String body : List.of("{}", "{\"from\":\"%s\"}".formatted(event),
				"{\"startTime\":\"2026-01-01T00:00:00Z\"}",
				"{\"startTime\":\"2026-01-02T00:00:00Z\",\"endTime\":\"2026-01-01T00:00:00Z\"}",
				"{\"startTime\":\"-200000-01-01T00:00:00Z\",\"endTime\":\"2026-01-01T00:00:00Z\"}",
				"{\"startTime\":\"2026-01-01T00:00:00Z\",\"endTime\":\"2100-01-01T00:00:00Z\",\"cursor\":\"x\"}",
				"{\"startTime\":\"2026-01-01T00:00:00Z\",\"endTime\":\"2100-01-01T00:00:00Z\",\"cursor\":\"9\"}",
				"{\"startTime\":\"2026-01-01T00:00:00Z\",\"endTime\":\"2026-01-02T00:00:00Z\",\"from\":\"%s\"}"
					.formatted(event))) {
			TestCalls.expectError(TestCalls.call(this.web, "POST", "/v1/verify", owner, body), 400, "BAD_REQUEST");
		}
	}

	@Test
	void publishesItsKeysToEverybody() {
		Account owner = this.tenants.owner();
		this.events.append(owner.tenantId(), 1);
		UUID keyId = this.events.seal(owner.tenantId()).keyId();
		this.web.get()
			.uri("/audit/v1/checkpoints/keys")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.keys[?(@.keyId == '%s')].algorithm".formatted(keyId))
			.isEqualTo("ML-DSA-65");
	}

}
