package io.qnsp.core.job;

import java.time.Duration;
import java.util.Collection;
import java.util.UUID;

import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

/**
 * The table {@code job}. A job is free when its {@code due_at} has passed; a lease and a
 * back-off both move it into the future. The number of attempts is the fencing token: who
 * holds an older one changes nothing. Time is the database's, which all instances share.
 */
final class JobTable {

	private static final int MAX_ERROR = 1_000;

	private final Sql system;

	private final Sql tenant;

	JobTable(Sql system, Sql tenant) {
		this.system = system;
		this.tenant = tenant;
	}

	/**
	 * Takes the job that is due for the longest time.
	 * @return the job, or empty when none is due
	 */
	Mono<Job> claim(Collection<String> kinds, Duration lease) {
		return this.system.query("""
				UPDATE job SET attempts = attempts + 1, due_at = now() + make_interval(secs => :lease)
				WHERE job_id = (
					SELECT job_id FROM job
					WHERE due_at <= now() AND kind = ANY (:kinds)
					ORDER BY due_at, job_id
					FOR UPDATE SKIP LOCKED
					LIMIT 1)
				RETURNING job_id, tenant_id, kind, payload, attempts
				""").bind("lease", seconds(lease)).bindTexts("kinds", kinds).one(JobTable::job);
	}

	/**
	 * Keeps a job for another period.
	 * @return a {@link LeaseLostException} when somebody else has it
	 */
	Mono<Void> renew(Job job, Duration lease) {
		return held(job, this.system.query("""
				UPDATE job SET due_at = now() + make_interval(secs => :lease)
				WHERE job_id = :id AND attempts = :attempt
				""").bind("lease", seconds(lease)));
	}

	/**
	 * Lets a job wait for its next attempt.
	 * @return a {@link LeaseLostException} when somebody else has it
	 */
	Mono<Void> postpone(Job job, Duration pause, String error) {
		return held(job, this.system.query("""
				UPDATE job SET due_at = now() + make_interval(secs => :pause), last_error = :error
				WHERE job_id = :id AND attempts = :attempt
				""").bind("pause", seconds(pause)).bind("error", storable(error)));
	}

	/**
	 * Removes a job in the surrounding tenant transaction.
	 * @return a {@link LeaseLostException} when somebody else has it
	 */
	Mono<Void> remove(Job job) {
		return held(job, this.tenant.query("""
				DELETE FROM job WHERE tenant_id = :tenant AND job_id = :id AND attempts = :attempt
				""").bind("tenant", job.tenantId()));
	}

	private static Mono<Void> held(Job job, Sql.Statement statement) {
		return statement.bind("id", job.jobId())
			.bind("attempt", job.attempt())
			.update()
			.flatMap((rows) -> (rows == 1) ? Mono.<Void>empty() : Mono.error(new LeaseLostException(job)));
	}

	private static Job job(Readable row) {
		return new Job(Columns.required(row, "job_id", UUID.class), Columns.required(row, "tenant_id", UUID.class),
				Columns.text(row, "kind"), Columns.text(row, "payload"),
				Columns.required(row, "attempts", Integer.class));
	}

	private static double seconds(Duration duration) {
		return duration.toMillis() / 1000.0;
	}

	private static String storable(String text) {
		String clipped = (text.length() <= MAX_ERROR) ? text : text.substring(0, MAX_ERROR);
		return clipped.replace('\0', '\uFFFD');
	}

}
