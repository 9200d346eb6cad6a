package io.qnsp.kms.escrow;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestCalls;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.kms.escrow.EscrowScene.Holder;
import io.qnsp.kms.keys.KeyCalls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.reactive.function.client.WebClient;

import static io.qnsp.kms.escrow.EscrowScene.ESCROW;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Recoveries: what it takes, and everything that must not be enough.
 */
@QnspServerTest
class RecoveryIT {

	private static final String RECOVERY = ESCROW + "/recovery";

	@Autowired
	private WebTestClient client;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private TestCalls calls;

	@Autowired
	@Qualifier("systemSql")
	private Sql system;

	@LocalServerPort
	private int port;

	private EscrowScene scene;

	private KeyCalls owner;

	private List<Holder> holders;

	private String escrowId;

	@BeforeEach
	void makeEscrow() {
		this.scene = new EscrowScene(this.client, this.tenants);
		this.owner = this.scene.as(this.scene.owner());
		this.holders = this.scene.registered(3);
		this.escrowId = this.scene.escrow(this.scene.key(), this.scene.policy(2, this.holders));
	}

	private Holder holder(int index) {
		return this.holders.get(index);
	}

	private void refused(ResponseSpec answer, int status) {
		TestCalls.expectError(answer, status, switch (status) {
			case 400 -> "BAD_REQUEST";
			case 403 -> "FORBIDDEN";
			case 404 -> "NOT_FOUND";
			case 409 -> "CONFLICT";
			case 410 -> "GONE";
			default -> "UNPROCESSABLE_ENTITY";
		});
	}

	private JsonNode read(String requestId) {
		return this.owner.get(RECOVERY + "/" + requestId);
	}

	@Test
	void aRequestSaysWhereItIs() {
		String requestId = this.scene.initiate(this.escrowId, this.scene.owner(), ", \"urgency\": \"emergency\"");
		JsonNode asked = read(requestId);
		assertThat(asked.get("status").asString()).isEqualTo("pending_shares");
		assertThat(asked.get("requiredShares").asInt()).isEqualTo(2);
		assertThat(asked.get("urgency").asString()).isEqualTo("emergency");
		JsonNode first = this.scene.submitted(requestId, this.escrowId, holder(0));
		assertThat(first.get("submittedShares").asInt()).isEqualTo(1);
		assertThat(first.get("status").asString()).isEqualTo("pending_shares");
		assertThat(this.scene.submitted(requestId, this.escrowId, holder(1)).get("status").asString())
			.isEqualTo("ready_for_approval");
		Account approver = this.scene.administrator();
		JsonNode decided = this.owner.answer(this.scene.decide(requestId, "approve", approver), 200);
		assertThat(decided.get("status").asString()).isEqualTo("approved");
		assertThat(decided.get("requestStatus").asString()).isEqualTo("approved");
		assertThat(decided.get("decidedBy").asString()).isEqualTo(approver.userId().toString());
		assertThat(read(requestId).get("approvals").get(0).get("decidedBy").asString())
			.isEqualTo(approver.userId().toString());
		this.scene.recovered(requestId);
		assertThat(read(requestId).get("status").asString()).isEqualTo("executed");
		assertThat(read(requestId).get("submittedShares").asInt()).isEqualTo(2);
	}

	@Test
	void belowTheThresholdNothingIsApprovedOrExecuted() {
		String requestId = this.scene.initiate(this.escrowId, this.scene.owner(), "");
		refused(this.scene.execute(requestId, this.scene.owner()), 409);
		this.scene.submitted(requestId, this.escrowId, holder(0));
		refused(this.scene.decide(requestId, "approve", this.scene.administrator()), 409);
		refused(this.scene.execute(requestId, this.scene.owner()), 409);
		refused(this.scene.submit(requestId, this.scene.share(this.escrowId, holder(0)), holder(0).id(),
				holder(0).account()), 409);
		this.scene.submitted(requestId, this.escrowId, holder(1));
		refused(this.scene.execute(requestId, this.scene.owner()), 409);
		refused(this.scene.submit(requestId, this.scene.share(this.escrowId, holder(2)), holder(2).id(),
				holder(2).account()), 409);
	}

	@Test
	void aShareThatIsWrongChangedForeignOrSomebodyElsesIsRefusedAndNeverCounts() {
		String requestId = this.scene.initiate(this.escrowId, this.scene.owner(), "");
		byte[] own = this.scene.share(this.escrowId, holder(0));
		byte[] other = this.scene.share(this.escrowId, holder(1));
		byte[] changed = own.clone();
		changed[changed.length - 1] ^= 1;
		String elsewhere = this.scene.escrow(this.scene.key(), this.scene.policy(2, this.holders));
		byte[] foreign = this.scene.share(elsewhere, holder(0));
		says(requestId, changed, "was changed");
		says(requestId, foreign, "is of another share set");
		says(requestId, other, "share 2 (expected: share 1");
		says(requestId, "no share".getBytes(StandardCharsets.UTF_8), "not a share");
		refused(this.scene.submit(requestId, other, holder(1).id(), holder(0).account()), 403);
		refused(this.scene.submit(requestId, own, holder(0).id(), this.scene.owner()), 403);
		String stranger = this.scene.owner().userId().toString();
		refused(this.scene.submit(requestId, own, stranger, this.scene.owner()), 403);
		refused(this.scene.as(holder(0).account())
			.call("POST", RECOVERY + "/submit-share", "{\"requestId\": \"%s\", \"share\": \"!\", \"agentId\": \"%s\"}"
				.formatted(requestId, holder(0).id())), 400);
		assertThat(read(requestId).get("submittedShares").asInt()).isZero();
		this.owner.answer(this.scene.submit(requestId, own, holder(0).id(), holder(0).account()), 200);
	}

	private void says(String requestId, byte[] share, String what) {
		this.scene.submit(requestId, share, holder(0).id(), holder(0).account())
			.expectStatus()
			.isEqualTo(422)
			.expectBody()
			.jsonPath("$.details.share")
			.value(String.class, (text) -> assertThat(text).contains(what));
	}

	@Test
	void neitherInitiatorNorSubmitterApprovesAndNobodyTwice() {
		String requestId = this.scene.initiate(this.escrowId, this.scene.owner(), "");
		this.scene.submitted(requestId, this.escrowId, holder(0));
		this.scene.submitted(requestId, this.escrowId, holder(1));
		refused(this.scene.decide(requestId, "approve", this.scene.owner()), 403);
		refused(this.scene.decide(requestId, "approve", holder(1).account()), 403);
		refused(this.scene.decide(requestId, "approve", this.tenants.owner()), 404);
		this.owner.answer(this.scene.decide(requestId, "approve", holder(2).account()), 200);
		refused(this.scene.decide(requestId, "approve", holder(2).account()), 409);
		refused(this.scene.decide(requestId, "perhaps", holder(2).account()), 400);
		refused(this.scene.execute(requestId, holder(2).account()), 403);
		this.scene.recovered(requestId);
	}

	@Test
	void everyWitnessConfirms() {
		Account first = this.scene.developer();
		Account second = this.scene.developer();
		String escrow = this.scene.escrow(this.scene.key(), this.scene.policy(2, this.holders, first, second));
		String requestId = this.scene.initiate(escrow, this.scene.owner(), "");
		refused(this.scene.fetch(escrow, first.userId().toString(), first), 404);
		this.scene.submitted(requestId, escrow, holder(0));
		this.scene.submitted(requestId, escrow, holder(2));
		this.owner.answer(this.scene.decide(requestId, "approve", this.scene.administrator()), 200);
		JsonNode waiting = this.owner.answer(this.scene.decide(requestId, "approve", first), 200);
		assertThat(waiting.get("requestStatus").asString()).isEqualTo("ready_for_approval");
		assertThat(waiting.get("missingApprovals")).hasToString("[\"" + second.userId() + "\"]");
		refused(this.scene.execute(requestId, this.scene.owner()), 409);
		this.owner.answer(this.scene.decide(requestId, "approve", second), 200);
		this.scene.recovered(requestId);
	}

	@Test
	void aDenialEndsItAndDestroysWhatWasSubmitted() {
		String requestId = this.scene.approved(this.escrowId, this.holders.subList(0, 2));
		JsonNode denied = this.owner.answer(this.scene.decide(requestId, "deny", holder(0).account()), 200);
		assertThat(denied.get("status").asString()).isEqualTo("denied");
		refused(this.scene.execute(requestId, this.scene.owner()), 409);
		refused(this.scene.decide(requestId, "approve", this.scene.administrator()), 409);
		assertThat(keptShares(requestId)).isZero();
		assertThat(read(requestId).get("status").asString()).isEqualTo("denied");
		this.scene.recovered(this.scene.approved(this.escrowId, this.holders.subList(1, 3)));
	}

	private long keptShares(String requestId) {
		Long kept = this.system.query(
				"SELECT count(*) AS kept FROM kms_escrow_recovery_share WHERE request_id = :id AND sealed IS NOT NULL")
			.bind("id", UUID.fromString(requestId))
			.one((row) -> Columns.required(row, "kept", Long.class))
			.block();
		return (kept != null) ? kept : 0;
	}

	@Test
	void manyExecutionsAtOnceHandTheKeyOutOnce() {
		String requestId = this.scene.approved(this.escrowId, this.holders.subList(0, 2));
		assertThat(keptShares(requestId)).isEqualTo(2);
		List<Integer> statuses = Flux.range(0, 10)
			.flatMap((i) -> WebClient.create("http://localhost:" + this.port)
				.post()
				.uri(RECOVERY + "/execute")
				.header("Authorization", this.scene.owner().bearer())
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(EscrowScene.executeBody(requestId))
				.exchangeToMono((answer) -> answer.releaseBody().thenReturn(answer.statusCode().value())), 10)
			.collectList()
			.block();
		assertThat(statuses).hasSize(10).containsOnlyOnce(200).containsOnly(200, 409);
		assertThat(keptShares(requestId)).isZero();
		assertThat(this.scene.events("?escrowId=" + this.escrowId + "&eventType=recovered"))
			.extracting((event) -> event.get("details").get("outcome").asString())
			.containsExactly("success");
		assertThat(this.scene.events("?escrowId=" + this.escrowId + "&eventType=recovery_refused"))
			.extracting((event) -> event.get("details").get("outcome").asString())
			.containsOnly("failure")
			.hasSize(9);
	}

	@Test
	void aRepeatedExecutionWithItsIdempotencyKeyIsToldThatTheKeyWasHandedOut() {
		String requestId = this.scene.approved(this.escrowId, this.holders.subList(0, 2));
		String key = "execute-" + requestId;
		byte[] recovered = idempotent(key, requestId).expectStatus()
			.isOk()
			.expectHeader()
			.valueEquals("Cache-Control", "no-store")
			.expectBody()
			.returnResult()
			.getResponseBody();
		assertThat(recovered).isNotEmpty();
		for (int i = 0; i < 2; i++) {
			idempotent(key, requestId).expectStatus()
				.isEqualTo(409)
				.expectBody()
				.jsonPath("$.message")
				.value(String.class, (text) -> assertThat(text).contains("handed out"))
				.jsonPath("$.recoveredKey")
				.doesNotExist();
		}
		Integer stored = this.system
			.query("SELECT octet_length(answer) AS size FROM idempotent_answer WHERE idempotency_key = :key")
			.bind("key", key)
			.one((row) -> Columns.required(row, "size", Integer.class))
			.block();
		assertThat(stored).isLessThan(100);
	}

	@Test
	void ofManyExecutionsWithOneIdempotencyKeyOneIsAnswered() {
		String requestId = this.scene.approved(this.escrowId, this.holders.subList(0, 2));
		List<Integer> statuses = Flux.range(0, 8)
			.flatMap((i) -> WebClient.create("http://localhost:" + this.port)
				.post()
				.uri(RECOVERY + "/execute")
				.header("Authorization", this.scene.owner().bearer())
				.header("Idempotency-Key", "one")
				.contentType(MediaType.APPLICATION_JSON)
				.bodyValue(EscrowScene.executeBody(requestId))
				.exchangeToMono((answer) -> answer.releaseBody().thenReturn(answer.statusCode().value())), 8)
			.collectList()
			.block();
		assertThat(statuses).hasSize(8).containsOnlyOnce(200).containsOnly(200, 409);
	}

	private ResponseSpec idempotent(String key, String requestId) {
		return this.client.post()
			.uri(RECOVERY + "/execute")
			.header("Authorization", this.scene.owner().bearer())
			.header("Idempotency-Key", key)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(EscrowScene.executeBody(requestId))
			.exchange();
	}

	@Test
	void whatDoesNotOpenIsNotExecuted() {
		String requestId = this.scene.approved(this.escrowId, this.holders.subList(0, 2));
		flip("UPDATE kms_escrow SET ciphertext = set_byte(ciphertext, 20, get_byte(ciphertext, 20) # 1) "
				+ "WHERE escrow_id = :id", this.escrowId);
		refused(this.scene.execute(requestId, this.scene.owner()), 409);
		assertThat(read(requestId).get("status").asString()).isEqualTo("approved");
		assertThat(keptShares(requestId)).isEqualTo(2);
		flip("UPDATE kms_escrow SET ciphertext = set_byte(ciphertext, 20, get_byte(ciphertext, 20) # 1) "
				+ "WHERE escrow_id = :id", this.escrowId);
		flip("UPDATE kms_escrow_recovery_share SET sealed = set_byte(sealed, 60, get_byte(sealed, 60) # 1) "
				+ "WHERE request_id = :id", requestId);
		refused(this.scene.execute(requestId, this.scene.owner()), 409);
		flip("UPDATE kms_escrow_recovery_share SET sealed = set_byte(sealed, 60, get_byte(sealed, 60) # 1) "
				+ "WHERE request_id = :id", requestId);
		this.scene.recovered(requestId);
	}

	private void flip(String statement, String id) {
		this.system.query(statement).bind("id", UUID.fromString(id)).update().block();
	}

	@Test
	void anExpiredRequestIsRefusedBeforeItIsCleanedUp() {
		String requestId = this.scene.approved(this.escrowId, this.holders.subList(0, 2));
		flip("UPDATE kms_escrow_recovery SET created_at = now() - interval '8 days', "
				+ "expires_at = now() - interval '1 second' WHERE request_id = :id", requestId);
		refused(this.scene.execute(requestId, this.scene.owner()), 409);
		refused(this.scene.decide(requestId, "deny", this.scene.administrator()), 409);
		assertThat(read(requestId).get("status").asString()).isEqualTo("expired");
	}

	@Test
	void anotherTenantKnowsNothingOfARequest() {
		String requestId = this.scene.approved(this.escrowId, this.holders.subList(0, 2));
		Account stranger = this.tenants.owner();
		refused(this.scene.as(stranger).call("GET", RECOVERY + "/" + requestId, null), 404);
		refused(this.scene.execute(requestId, stranger), 404);
		refused(this.scene.decide(requestId, "deny", stranger), 404);
		refused(this.scene.submit(requestId, new byte[10], stranger.userId().toString(), stranger), 404);
		refused(this.scene.as(stranger)
			.call("POST", RECOVERY + "/initiate", "{\"escrowId\": \"%s\", \"reason\": \"x\"}".formatted(this.escrowId)),
				404);
		assertThat(this.scene.as(stranger).get(ESCROW + "/audit").get("events")).isEmpty();
	}

	@Test
	void anEscrowHasFewOpenRequests() {
		Account first = this.scene.developer();
		openRequests(first, 3);
		refused(initiate(first), 409);
		openRequests(this.scene.owner(), 3);
		openRequests(holder(0).account(), 3);
		openRequests(holder(1).account(), 1);
		refused(initiate(holder(1).account()), 409);
	}

	private void openRequests(Account account, int count) {
		for (int i = 0; i < count; i++) {
			this.scene.initiate(this.escrowId, account, "");
		}
	}

	private ResponseSpec initiate(Account account) {
		return this.scene.as(account)
			.call("POST", RECOVERY + "/initiate", "{\"escrowId\": \"%s\", \"reason\": \"x\"}".formatted(this.escrowId));
	}

	@Test
	void strangersToTheEscrowNeitherApproveNorDeny() {
		String requestId = this.scene.initiate(this.escrowId, this.scene.owner(), "");
		refused(this.scene.decide(requestId, "deny", this.scene.developer()), 403);
		this.scene.submitted(requestId, this.escrowId, holder(0));
		this.scene.submitted(requestId, this.escrowId, holder(1));
		refused(this.scene.decide(requestId, "approve", this.scene.developer()), 403);
		refused(this.scene.decide(requestId, "deny", this.scene.developer()), 403);
		assertThat(read(requestId).get("status").asString()).isEqualTo("ready_for_approval");
		this.owner.answer(this.scene.decide(requestId, "approve", holder(2).account()), 200);
		this.scene.recovered(requestId);
	}

	@Test
	void badRequestsAreRefused() {
		refused(this.owner.call("POST", RECOVERY + "/initiate", "{\"escrowId\": \"%s\"}".formatted(this.escrowId)),
				400);
		refused(this.owner.call("POST", RECOVERY + "/initiate",
				"{\"escrowId\": \"%s\", \"reason\": \"\"}".formatted(this.escrowId)), 400);
		refused(this.owner.call("POST", RECOVERY + "/initiate",
				"{\"escrowId\": \"%s\", \"reason\": \"x\", \"urgency\": \"now\"}".formatted(this.escrowId)), 400);
		refused(this.owner.call("POST", RECOVERY + "/initiate",
				"{\"escrowId\": \"%s\", \"reason\": \"x\"}".formatted(new UUID(1, 1))), 404);
		refused(this.scene.execute(new UUID(1, 1).toString(), this.scene.owner()), 404);
	}

	@Test
	void everyStepIsInTheAuditLogFailuresTooAndNothingSecret() {
		String requestId = this.scene.initiate(this.escrowId, this.scene.owner(), "");
		byte[] share = this.scene.share(this.escrowId, holder(0));
		refused(this.scene.submit(requestId, share, holder(1).id(), holder(1).account()), 422);
		refused(this.scene.submit(requestId, share, holder(0).id(), holder(2).account()), 403);
		this.owner.answer(this.scene.submit(requestId, share, holder(0).id(), holder(0).account()), 200);
		this.scene.submitted(requestId, this.escrowId, holder(1));
		this.owner.answer(this.scene.decide(requestId, "approve", holder(2).account()), 200);
		String key = EscrowScene.base64(this.scene.recovered(requestId));
		List<JsonNode> events = this.scene.events("?escrowId=" + this.escrowId);
		assertThat(events)
			.extracting(
					(event) -> event.get("eventType").asString() + " " + event.get("details").get("outcome").asString())
			.containsExactly("recovered success", "approved success", "share_submitted success",
					"share_fetched success", "share_submitted success", "share_refused denied", "share_refused failure",
					"share_fetched success", "initiated success", "created success");
		assertThat(events).allSatisfy((event) -> {
			assertThat(event.get("escrowId").asString()).isEqualTo(this.escrowId);
			assertThat(event.get("details").get("keyId").isString()).isTrue();
		});
		assertThat(events.getFirst().get("actor").asString()).isEqualTo(this.scene.owner().userId().toString());
		assertThat(events.getFirst().get("details").get("requestId").asString()).isEqualTo(requestId);
		assertThat(this.calls.eventsThatHold(key)).isZero();
		String encoded = EscrowScene.base64(share);
		assertThat(this.calls.eventsThatHold(encoded.substring(encoded.length() - 40))).isZero();
	}

	@Test
	void theAuditLogIsFilteredAndReadPageByPage() {
		this.scene.initiate(this.escrowId, this.scene.owner(), "");
		String second = this.scene.initiate(this.escrowId, this.scene.owner(), "");
		JsonNode page = this.owner.get(ESCROW + "/audit?eventType=initiated&limit=1");
		assertThat(page.get("events").get(0).get("details").get("requestId").asString()).isEqualTo(second);
		JsonNode rest = this.owner
			.get(ESCROW + "/audit?eventType=initiated&limit=5&cursor=" + page.get("nextCursor").asString());
		assertThat(rest.get("events")).hasSize(1);
		assertThat(rest.get("nextCursor").isNull()).isTrue();
		assertThat(this.scene.events("?since=2999-01-01T00:00:00Z")).isEmpty();
		assertThat(this.scene.events("?since=2020-01-01T00:00:00Z")).hasSize(3);
		assertThat(this.scene.events("?escrowId=" + new UUID(1, 1))).isEmpty();
		refused(this.owner.call("GET", ESCROW + "/audit?eventType=lost", null), 400);
		refused(this.owner.call("GET", ESCROW + "/audit?limit=201", null), 400);
		refused(this.owner.call("GET", ESCROW + "/audit?cursor=garbage", null), 400);
	}

	@Test
	void creatingAndRecoveringAreBilled() {
		this.scene.recovered(this.scene.approved(this.escrowId, this.holders.subList(0, 2)));
		assertThat(this.calls.events(this.scene.tenantId(), "kms.escrow.create")).singleElement()
			.asString()
			.contains("\"billable_operation\":\"kms.escrow.create\"");
		assertThat(this.calls.events(this.scene.tenantId(), "kms.escrow_recovery.execute")).singleElement()
			.asString()
			.contains("\"billable_operation\":\"kms.escrow.recover\"", "\"severity\":\"critical\"");
	}

}
