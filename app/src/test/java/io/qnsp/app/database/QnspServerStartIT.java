package io.qnsp.app.database;

import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.app.testing.QnspServerTest;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.Transactions;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@QnspServerTest
class QnspServerStartIT {

	private static final String WHO = "SELECT current_user::text || ' ' || current_schema()::text";

	@Autowired
	private WebTestClient client;

	@Autowired
	private MeterRegistry meters;

	@Autowired
	private Sql tenantSql;

	@Autowired
	private Transactions tenantTransactions;

	@Autowired
	@Qualifier("systemSql")
	private Sql systemSql;

	@Autowired
	@Qualifier("systemTransactions")
	private Transactions systemTransactions;

	@Test
	void isHealthyWithBothPools() {
		this.client.get()
			.uri("/actuator/health")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo("UP");
	}

	@Test
	void givesTheTenantRoleByTypeAndTheSystemRoleByName() {
		StepVerifier.create(this.tenantSql.query(WHO).one(TestRows::text)).expectNext("qnsp_app qnsp").verifyComplete();
		StepVerifier.create(this.systemSql.query(WHO).one(TestRows::text))
			.expectNext("qnsp_system qnsp")
			.verifyComplete();
		StepVerifier.create(this.tenantTransactions.inTransaction(this.tenantSql.query(WHO).one(TestRows::text)))
			.expectNext("qnsp_app qnsp")
			.verifyComplete();
		StepVerifier.create(this.systemTransactions.inTransaction(this.systemSql.query(WHO).one(TestRows::text)))
			.expectNext("qnsp_system qnsp")
			.verifyComplete();
	}

	@Test
	void measuresBothPools() {
		assertThat(this.meters.get("r2dbc.pool.max.allocated").meters())
			.extracting((meter) -> meter.getId().getTag("name"))
			.containsExactlyInAnyOrder("appConnectionFactory", "systemConnectionFactory");
	}

}
