package io.qnsp.app.runtime;

import java.time.Clock;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.qnsp.core.change.Changes;
import io.qnsp.core.id.Ids;
import io.qnsp.core.idempotency.ExpiredAnswers;
import io.qnsp.core.idempotency.IdempotentAnswers;
import io.qnsp.core.job.JobHandler;
import io.qnsp.core.job.JobQueue;
import io.qnsp.core.job.JobRunner;
import io.qnsp.core.job.JobSettings;
import io.qnsp.core.journal.Journal;
import io.qnsp.core.journal.JournalPartitions;
import io.qnsp.core.journal.JournalReader;
import io.qnsp.core.journal.JournalSettings;
import io.qnsp.core.journal.JournalTail;
import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.lifecycle.PeriodicJobs;
import io.qnsp.core.projection.Projection;
import io.qnsp.core.projection.ProjectionRunner;
import io.qnsp.core.projection.ProjectionSettings;
import io.qnsp.core.projection.UsageMeters;
import io.qnsp.core.quota.QuotaUsage;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.sql.Transactions;
import io.qnsp.crypto.keyring.Keyring;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The journal and what is built on it.
 */
@Configuration(proxyBeanMethods = false)
class JournalConfiguration {

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

	@Bean
	Ids ids(Clock clock) {
		return new Ids(clock);
	}

	@Bean
	JournalReader journalReader(@Qualifier("systemSql") Sql system, Sql tenant, JsonMapper json) {
		return new JournalReader(system, tenant, json);
	}

	@Bean
	JournalTail journalTail(JournalReader reader, MeterRegistry meters) {
		return new JournalTail(reader, meters);
	}

	@Bean
	Journal journal(@Qualifier("systemSql") Sql system, Sql tenant, JsonMapper json, JournalTail tail,
			MeterRegistry meters) {
		return new Journal(system, tenant, json, JournalSettings.DEFAULT, tail::wake, meters);
	}

	@Bean
	JournalPartitions journalPartitions(@Qualifier("systemSql") Sql system) {
		return new JournalPartitions(system);
	}

	@Bean
	UsageMeters usageMeters() {
		return new UsageMeters();
	}

	@Bean
	ProjectionRunner projectionRunner(List<Projection> projections, @Qualifier("systemSql") Sql system,
			@Qualifier("systemTransactions") Transactions transactions, JournalReader reader, MeterRegistry meters) {
		return new ProjectionRunner(projections, system, transactions, reader, ProjectionSettings.DEFAULT, meters);
	}

	@Bean
	PeriodicJobs periodicJobs(List<PeriodicJob> jobs, @Qualifier("systemSql") Sql system,
			@Qualifier("systemTransactions") Transactions transactions) {
		return new PeriodicJobs(jobs, system, transactions);
	}

	@Bean
	JobQueue jobQueue(Sql tenant, Ids ids) {
		return new JobQueue(tenant, ids);
	}

	@Bean
	JobRunner jobRunner(List<JobHandler> handlers, JobQueue queue, @Qualifier("systemSql") Sql system, Sql tenant,
			Transactions transactions, MeterRegistry meters) {
		return new JobRunner(handlers, queue, system, tenant, transactions, JobSettings.DEFAULT, meters);
	}

	@Bean
	Changes changes(Transactions transactions, Journal journal) {
		return new Changes(transactions, journal);
	}

	@Bean
	QuotaUsage quotaUsage(Sql sql, Clock clock) {
		return new QuotaUsage(sql, clock);
	}

	@Bean
	IdempotentAnswers idempotentAnswers(Sql sql, Keyring keyring, Clock clock) {
		return new IdempotentAnswers(sql, keyring, clock);
	}

	@Bean
	ExpiredAnswers expiredAnswers(@Qualifier("systemSql") Sql system, Clock clock) {
		return new ExpiredAnswers(system, clock);
	}

}
