package io.qnsp.audit.retention.archive;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Repository;

/**
 * The table {@code audit_archive}.
 */
@Repository
public final class ArchiveRepository {

	private static final String SELECT = """
			SELECT archive_id, execution_id, destination, events, bytes, oldest_event, newest_event, sealed_key, created_at
			FROM audit_archive
			""";

	private final Sql sql;

	ArchiveRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * Inserts an archive, in the surrounding transaction.
	 * @param sql the transaction's access
	 * @param tenantId the tenant
	 * @param archive an archive whose file is durable
	 * @return completes when it is inserted
	 */
	public Mono<Void> insert(Sql sql, UUID tenantId, Archive archive) {
		return sql
			.query("""
					INSERT INTO audit_archive (tenant_id, archive_id, execution_id, destination, events, bytes, oldest_event,
						newest_event, sealed_key, created_at)
					VALUES (:tenant, :id, :execution, :destination, :events, :bytes, :oldest, :newest, :key, :at)
					""")
			.bind("tenant", tenantId)
			.bind("id", archive.archiveId())
			.bind("execution", archive.executionId())
			.bind("destination", archive.destination())
			.bind("events", archive.events())
			.bind("bytes", archive.bytes())
			.bind("oldest", archive.oldestEvent())
			.bind("newest", archive.newestEvent())
			.bind("key", archive.sealedKey())
			.bind("at", archive.createdAt())
			.update()
			.then();
	}

	Mono<Archive> find(UUID tenantId, UUID archiveId) {
		return this.sql.query(SELECT + "WHERE tenant_id = :tenant AND archive_id = :id")
			.bind("tenant", tenantId)
			.bind("id", archiveId)
			.one(ArchiveRepository::archive);
	}

	/**
	 * The archives of a tenant, newest first, one more than the page holds.
	 */
	Mono<List<Archive>> list(UUID tenantId, PageRequest page) {
		return this.sql.query(SELECT + """
				WHERE tenant_id = :tenant AND (created_at, archive_id) < (:at, :id)
				ORDER BY created_at DESC, archive_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("limit", page.limit() + 1)
			.all(ArchiveRepository::archive)
			.collectList();
	}

	private static Archive archive(Readable row) {
		return new Archive(Columns.required(row, "archive_id", UUID.class),
				Columns.required(row, "execution_id", UUID.class), Columns.text(row, "destination"),
				Columns.required(row, "events", Long.class), Columns.required(row, "bytes", Long.class),
				Columns.required(row, "oldest_event", Instant.class),
				Columns.required(row, "newest_event", Instant.class), Columns.required(row, "sealed_key", byte[].class),
				Columns.required(row, "created_at", Instant.class));
	}

}
