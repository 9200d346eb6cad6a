package io.qnsp.core.journal;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.qnsp.core.sql.Sql;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class JournalTransactionTests {

	private final AtomicInteger woken = new AtomicInteger();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private TestPostgres postgres;

	private JournalFixture fixture;

	private Journal journal;

	@BeforeEach
	void start() {
		this.postgres = TestPostgres.shared();
		this.fixture = new JournalFixture(this.postgres, JournalSettings.DEFAULT);
		this.journal = new Journal(this.postgres.system(), this.fixture.tenant, JsonMapper.builder().build(),
				JournalSettings.DEFAULT, this.woken::incrementAndGet, this.meters);
	}

	@AfterEach
	void stop() {
		this.fixture.close();
	}

	@Test
	void commitsTheEventWithItsTransaction() {
		this.fixture.transactions
			.inTransaction(this.journal.appendInTransaction(Events.of("auth.policy.create"))
				.then(Mono.fromRunnable(() -> assertThat(this.woken).hasValue(0))))
			.block(JournalFixture.WITHIN);
		assertThat(this.postgres.count("SELECT count(*) FROM qnsp.audit_event")).isOne();
		assertThat(this.woken).hasValue(1);
		assertThat(this.meters.counter("qnsp.journal.events.appended", "path", "transaction").count()).isOne();
	}

	@Test
	void writesSeveralEventsInTheOrderOfTheirIdsOrNone() {
		List<AuditEvent> events = Stream.of("ci.build.start", "ci.build.test", "ci.build.end").map(Events::of).toList();
		this.fixture.transactions.inTransaction(this.journal.appendInTransaction(events)).block(JournalFixture.WITHIN);
		assertThat(this.fixture.reader.after(EventPosition.START, 10).block(JournalFixture.WITHIN))
			.extracting(JournalEntry::event)
			.isEqualTo(events);
		assertThat(this.meters.counter("qnsp.journal.events.appended", "path", "transaction").count()).isEqualTo(3);
		List<AuditEvent> oneOfAnotherTenant = List.of(Events.of("ci.build.start"),
				Events.of(Events.OTHER_TENANT, "ci.build.end"));
		StepVerifier
			.create(this.fixture.transactions.inTransaction(this.journal.appendInTransaction(oneOfAnotherTenant)))
			.verifyError(JournalUnavailableException.class);
		assertThat(this.postgres.count("SELECT count(*) FROM qnsp.audit_event")).isEqualTo(3);
	}

	@Test
	void leavesNothingWhenTheTransactionRollsBack() {
		StepVerifier
			.create(this.fixture.transactions
				.inTransaction(this.journal.appendInTransaction(Events.of("auth.policy.create"))
					.then(Mono.error(new IllegalStateException("the work failed")))))
			.verifyErrorMessage("the work failed");
		assertThat(this.postgres.count("SELECT count(*) FROM qnsp.audit_event")).isZero();
		assertThat(this.woken).hasValue(0);
	}

	@Test
	void refusesToWriteOutsideOfATransaction() {
		StepVerifier.create(this.journal.appendInTransaction(Events.of("auth.policy.create")))
			.expectErrorMatches((ex) -> ex instanceof IllegalStateException
					&& ex.getMessage().equals("appendInTransaction outside of a transaction: auth.policy.create"))
			.verify();
	}

	@Test
	void refusesAnotherTenantsEvent() {
		StepVerifier
			.create(this.fixture.transactions
				.inTransaction(this.journal.appendInTransaction(Events.of(Events.OTHER_TENANT, "auth.policy.create"))))
			.verifyError(JournalUnavailableException.class);
		assertThat(this.postgres.count("SELECT count(*) FROM qnsp.audit_event")).isZero();
	}

	@Test
	void groupCommitIsIndependentOfTheCallersTransaction() {
		StepVerifier
			.create(this.fixture.transactions.inTransaction(this.fixture.journal.append(Events.of("auth.token.denied"))
				.then(Mono.error(new IllegalStateException("the work failed")))))
			.verifyErrorMessage("the work failed");
		assertThat(this.postgres.count("SELECT count(*) FROM qnsp.audit_event")).isOne();
	}

	@Test
	void sqlOfTheSameConnectionsSeesTheEventInsideOfTheTransaction() {
		Sql sql = this.fixture.tenant;
		Long seen = this.fixture.transactions
			.inTransaction(this.journal.appendInTransaction(Events.of("auth.policy.create"))
				.then(Mono
					.defer(() -> sql.query("SELECT count(*) FROM audit_event").one((row) -> row.get(0, Long.class)))))
			.block(JournalFixture.WITHIN);
		assertThat(seen).isOne();
	}

}
