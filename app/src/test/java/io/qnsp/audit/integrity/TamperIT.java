package io.qnsp.audit.integrity;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.app.testing.TestTenants;
import io.qnsp.app.testing.TestTenants.Account;
import io.qnsp.core.integrity.Checkpoint;
import io.qnsp.core.integrity.merkle.DamagedTreeException;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.core.sql.Transactions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Rows are changed by somebody who may do anything in the database: verification names
 * the first bad event and what happened to it.
 */
@QnspServerTest
class TamperIT {

	private static final String ALL = """
			{"startTime":"2026-01-01T00:00:00Z","endTime":"2100-01-01T00:00:00Z"}""";

	@Autowired
	private WebTestClient web;

	@Autowired
	private TestTenants tenants;

	@Autowired
	private SealedEvents events;

	@Autowired
	private Checkpoints checkpoints;

	@Autowired
	private Transactions transactions;

	private Account owner = new Account(new UUID(0, 0), new UUID(0, 0), new UUID(0, 0), "");

	private List<UUID> ids = List.of();

	private List<Checkpoint> sealed = List.of();

	@BeforeEach
	void seal() {
		this.owner = this.tenants.owner();
		List<UUID> first = this.events.append(this.owner.tenantId(), 30);
		Checkpoint one = this.events.seal(this.owner.tenantId());
		List<UUID> second = this.events.append(this.owner.tenantId(), 10);
		Checkpoint two = this.events.seal(this.owner.tenantId());
		this.ids = java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
		this.sealed = List.of(one, two);
	}

	private int change(String sql, Object... arguments) {
		return this.events.database().update(sql, arguments);
	}

	private Map<?, ?> verdict(int sequence) {
		return SealedEvents.answer(this.web, "GET",
				"/v1/checkpoints/" + this.sealed.get(sequence - 1).checkpointId() + "/verify", this.owner, null);
	}

	private Map<?, ?> range() {
		return SealedEvents.answer(this.web, "POST", "/v1/verify", this.owner, ALL);
	}

	private void badEvent(String kind, UUID eventId) {
		for (Map<?, ?> verdict : List.of(verdict(1), range())) {
			assertThat(verdict.get("valid")).as(verdict.toString()).isEqualTo(false);
			Map<?, ?> bad = (Map<?, ?>) Objects.requireNonNull(verdict.get("firstBadEvent"), verdict.toString());
			assertThat(bad.get("kind")).as(bad.toString()).isEqualTo(kind);
			assertThat(bad.get("eventId")).isEqualTo(eventId.toString());
		}
		assertThat(verdict(2).get("valid")).as("the other checkpoint").isEqualTo(true);
	}

	private static List<Object> kinds(Map<?, ?> verdict) {
		return ((List<?>) Objects.requireNonNull(verdict.get("problems"))).stream()
			.<Object>map((problem) -> String.valueOf(((Map<?, ?>) problem).get("kind")))
			.toList();
	}

	@Test
	void everyColumnOfAnEventIsSealed() {
		UUID id = this.ids.get(7);
		List<@Nullable String> columns = this.events.database().queryForList("""
				SELECT column_name FROM information_schema.columns
				WHERE table_schema = 'qnsp' AND table_name = 'audit_event'
					AND column_name NOT IN ('xid', 'recorded_at', 'event_id', 'tenant_id')
				""", String.class);
		assertThat(columns).hasSizeGreaterThanOrEqualTo(20);
		for (@Nullable
		String name : columns) {
			String column = Objects.requireNonNull(name);
			String before = "SELECT row_to_json(e)::text FROM qnsp.audit_event e WHERE event_id = ?";
			String row = Objects.requireNonNull(this.events.database().queryForObject(before, String.class, id));
			String other = switch (column) {
				case "occurred_at" -> "occurred_at + interval '1 millisecond'";
				case "home_tenant_id" -> "md5('other')::uuid";
				case "severity" -> "'critical'";
				case "actor_type" -> "'system'";
				case "outcome" -> "'denied'";
				case "status_code", "units" -> column + " + 1";
				case "detail" -> "detail || '{\"number\": 8.5}'";
				default -> column + " || 'x'";
			};
			assertThat(change("UPDATE qnsp.audit_event SET %s = %s WHERE event_id = ?".formatted(column, other), id))
				.as(column)
				.isOne();
			badEvent("event_changed", id);
			change("UPDATE qnsp.audit_event SET %s = (json_populate_record(NULL::qnsp.audit_event, ?::json)).%s WHERE event_id = ?"
				.formatted(column, column), row, id);
			assertThat(verdict(1).get("valid")).as(column + " is as it was").isEqualTo(true);
		}
	}

	@Test
	void namesTheFirstOfSeveralChangedEvents() {
		change("UPDATE qnsp.audit_event SET outcome = 'failure' WHERE event_id IN (?, ?)", this.ids.get(20),
				this.ids.get(4));
		badEvent("event_changed", this.ids.get(4));
	}

	@Test
	void namesAnEventThatWasDeleted() {
		change("DELETE FROM qnsp.audit_event WHERE event_id = ?", this.ids.get(11));
		badEvent("event_missing", this.ids.get(11));
	}

	@Test
	void namesTheLastEventWhenThatWasDeleted() {
		change("DELETE FROM qnsp.audit_event WHERE event_id = ?", this.ids.get(29));
		badEvent("event_missing", this.ids.get(29));
	}

	@Test
	void namesAnEventThatWasInserted() {
		UUID forged = UUID.fromString(
				this.ids.get(12).toString().substring(0, 35) + (this.ids.get(12).toString().endsWith("0") ? "1" : "0"));
		assertThat(change("""
				INSERT INTO qnsp.audit_event SELECT (e).* FROM (
					SELECT json_populate_record(a, json_build_object('event_id', ?)) AS e FROM qnsp.audit_event a
					WHERE event_id = ?) AS forged
				""", forged.toString(), this.ids.get(12))).isOne();
		badEvent("event_inserted", forged);
	}

	@Test
	void namesEventsThatWereMoved() {
		UUID tenantId = this.owner.tenantId();
		List<UUID> apart = java.util.stream.Stream.of(1, 2, 3)
			.map((i) -> this.events.append(tenantId, 1).getFirst())
			.toList();
		Checkpoint third = this.events.seal(tenantId);
		String first = xidOf(apart.getFirst());
		String last = xidOf(apart.getLast());
		assertThat(first).isNotEqualTo(last);
		change("UPDATE qnsp.audit_event SET xid = ?::xid8 WHERE event_id = ?", last, apart.getFirst());
		change("UPDATE qnsp.audit_event SET xid = ?::xid8 WHERE event_id = ?", first, apart.getLast());
		this.sealed = List.of(third, this.sealed.getFirst());
		badEvent("event_moved", apart.getFirst());
	}

	private String xidOf(UUID id) {
		return String.valueOf(this.events.database()
			.queryForObject("SELECT xid::text FROM qnsp.audit_event WHERE event_id = ?", String.class, id));
	}

	@Test
	void namesEventsWhoseIdsWereSwapped() {
		UUID a = this.ids.get(5);
		UUID b = this.ids.get(6);
		UUID spare = UUID.randomUUID();
		change("UPDATE qnsp.audit_event SET event_id = ? WHERE event_id = ?", spare, a);
		change("UPDATE qnsp.audit_event SET event_id = ? WHERE event_id = ?", a, b);
		change("UPDATE qnsp.audit_event SET event_id = ? WHERE event_id = ?", b, spare);
		Map<?, ?> bad = (Map<?, ?>) Objects.requireNonNull(verdict(1).get("firstBadEvent"));
		assertThat(String.valueOf(bad.get("kind"))).isIn("event_changed", "event_moved");
		assertThat(bad.get("eventId")).isIn(a.toString(), b.toString());
	}

	@Test
	void aChangedLeafHashIsADamagedTreeAndNoBadEvent() {
		change("UPDATE qnsp.audit_tile SET hashes = set_byte(hashes, 32 * 8, get_byte(hashes, 32 * 8) # 1) WHERE tenant_id = ?",
				this.owner.tenantId());
		assertThat(kinds(verdict(1))).isEqualTo(List.of("tree_damaged"));
		assertThat(verdict(1).get("firstBadEvent")).isNull();
		assertThat(kinds(verdict(2))).as("its tree begins with the damaged one").isEqualTo(List.of("tree_damaged"));
		assertThatExceptionOfType(DamagedTreeException.class).as("nothing is built upon it").isThrownBy(() -> {
			this.events.append(this.owner.tenantId(), 1);
			this.events.sealOnce(this.owner.tenantId());
		});
	}

	@Test
	void anEventChangedTogetherWithItsLeafHashIsFoundInItsCheckpoint() {
		UUID id = this.ids.get(8);
		change("UPDATE qnsp.audit_event SET outcome = 'failure' WHERE event_id = ?", id);
		Map<?, ?> bad = (Map<?, ?>) Objects.requireNonNull(verdict(1).get("firstBadEvent"));
		String forged = String.valueOf(bad.get("message")).replaceFirst("its hash is ([0-9a-f]{64}).*", "$1");
		int leaf = ((Number) Objects.requireNonNull(bad.get("leafIndex"))).intValue();
		change("UPDATE qnsp.audit_tile SET hashes = overlay(hashes PLACING decode(?, 'hex') FROM ?) WHERE tenant_id = ?",
				forged, leaf * 32 + 1, this.owner.tenantId());
		assertThat(kinds(verdict(1))).isEqualTo(List.of("root_mismatch"));
		assertThat(range().get("valid")).isEqualTo(false);
	}

	@Test
	void changedCheckpointsAreNoticed() {
		UUID id = this.sealed.getFirst().checkpointId();
		change("UPDATE qnsp.audit_checkpoint SET signature = set_byte(signature, 9, get_byte(signature, 9) # 1) WHERE checkpoint_id = ?",
				id);
		assertThat(kinds(verdict(1))).isEqualTo(List.of("signature_invalid"));
		assertThat(kinds(verdict(2))).as("its hash is part of the next one").isEqualTo(List.of("chain_broken"));
		change("UPDATE qnsp.audit_checkpoint SET merkle_root = sha256('x') WHERE checkpoint_id = ?", id);
		assertThat(kinds(verdict(1))).contains("signature_invalid");
		change("DELETE FROM qnsp.audit_checkpoint WHERE checkpoint_id = ?", id);
		assertThat(kinds(verdict(2))).isEqualTo(List.of("chain_broken"));
		assertThat(range().toString()).contains("checkpoint 1, before this one, is missing");
	}

	@Test
	void aLastCheckpointThatWasTakenAwayIsNoticed() {
		change("DELETE FROM qnsp.audit_checkpoint WHERE checkpoint_id = ?", this.sealed.getLast().checkpointId());
		assertThat(kinds(range())).isEqualTo(List.of("tree_damaged"));
		assertThatExceptionOfType(DamagedTreeException.class)
			.isThrownBy(() -> this.events.sealOnce(this.owner.tenantId()));
	}

	@Test
	void eventsThatRetentionDeletesAreNotMissedAndTheRestStaysProven() {
		UUID tenantId = this.owner.tenantId();
		List<UUID> old = this.ids.subList(0, 10);
		List<EventPosition> places = old.stream()
			.map((id) -> new EventPosition(Long.parseLong(xidOf(id)), id))
			.toList();
		assertThat(this.checkpoints.last(tenantId).contextWrite(TenantContext.with(tenantId)).block())
			.matches((last) -> last.treeSize() == 40 && last.sequence() == 2
					&& last.lastPosition().eventId().equals(this.ids.getLast()));
		assertThat(this.checkpoints.leafIndexes(tenantId, places).contextWrite(TenantContext.with(tenantId)).block())
			.containsEntry(places.get(4), 4L)
			.hasSize(10);
		assertThat(this.checkpoints.around(tenantId, 0, 35)
			.contextWrite(TenantContext.with(tenantId))
			.collectList()
			.block()).isEqualTo(this.sealed);
		this.transactions.inTransaction(this.checkpoints.remove(tenantId, places))
			.contextWrite(TenantContext.with(tenantId))
			.block();
		old.forEach((id) -> change("DELETE FROM qnsp.audit_event WHERE event_id = ?", id));
		Map<?, ?> verdict = verdict(1);
		assertThat(verdict.get("valid")).as(verdict.toString()).isEqualTo(true);
		assertThat(verdict.get("eventsRemoved")).isEqualTo(10.0);
		assertThat(verdict.get("eventsVerified")).isEqualTo(20.0);
		UUID unsealed = this.events.append(tenantId, 1).getFirst();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.checkpoints
				.remove(tenantId, List.of(new EventPosition(Long.parseLong(xidOf(unsealed)), unsealed)))
				.contextWrite(TenantContext.with(tenantId))
				.block())
			.withMessageContaining("not sealed");
	}

}
