package io.qnsp.testing.broken;

import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

/**
 * Runs a statement without being a repository.
 *
 * @param sql the statements
 */
public record Statements(Sql sql) {

	Mono<Long> run() {
		return this.sql.query("SELECT 1").update();
	}

}
