package io.qnsp.auth.serviceaccount;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.qnsp.auth.subject.RoleGrants;
import io.qnsp.auth.subject.SubjectStatus;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * The table {@code service_account}.
 */
@Component
final class ServiceAccountRepository {

	private final Sql sql;

	ServiceAccountRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * Inserts an account.
	 * @return true when it was inserted, false when the tenant has one of that name
	 */
	Mono<Boolean> insert(ServiceAccount account) {
		return this.sql.query("""
				INSERT INTO service_account (tenant_id, service_account_id, name, roles, audiences, status, created_at)
				VALUES (:tenant, :id, :name, :roles, :audiences, :status, :at)
				ON CONFLICT (tenant_id, lower(name)) DO NOTHING
				""")
			.bind("tenant", account.tenantId())
			.bind("id", account.serviceAccountId())
			.bind("name", account.name())
			.bindTexts("roles", RoleGrants.wireNames(account.roles()))
			.bindTexts("audiences", account.audiences().stream().map(Audience::wireName).toList())
			.bind("status", account.status().wireName())
			.bind("at", account.createdAt())
			.update()
			.map((rows) -> rows == 1);
	}

	Mono<ServiceAccount> find(UUID tenantId, UUID id) {
		return this.sql.query("""
				SELECT tenant_id, service_account_id, name, roles, audiences, status, created_at
				FROM service_account WHERE tenant_id = :tenant AND service_account_id = :id
				""").bind("tenant", tenantId).bind("id", id).one(ServiceAccountRepository::account);
	}

	Mono<ServiceAccount> findByName(UUID tenantId, String name) {
		return this.sql.query("""
				SELECT tenant_id, service_account_id, name, roles, audiences, status, created_at
				FROM service_account WHERE tenant_id = :tenant AND lower(name) = lower(:name)
				""").bind("tenant", tenantId).bind("name", name).one(ServiceAccountRepository::account);
	}

	/**
	 * The account, kept from others until the surrounding transaction ends.
	 */
	Mono<ServiceAccount> lock(UUID tenantId, UUID id) {
		return this.sql.query("""
				SELECT tenant_id, service_account_id, name, roles, audiences, status, created_at
				FROM service_account WHERE tenant_id = :tenant AND service_account_id = :id FOR UPDATE
				""").bind("tenant", tenantId).bind("id", id).one(ServiceAccountRepository::account);
	}

	/**
	 * The accounts of a tenant, newest first, one more than the page holds.
	 */
	Mono<List<ServiceAccount>> list(UUID tenantId, PageRequest page) {
		return this.sql.query("""
				SELECT tenant_id, service_account_id, name, roles, audiences, status, created_at
				FROM service_account
				WHERE tenant_id = :tenant AND (created_at, service_account_id) < (:at, :id)
				ORDER BY created_at DESC, service_account_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("limit", page.limit() + 1)
			.all(ServiceAccountRepository::account)
			.collectList();
	}

	Mono<ServiceAccount> setStatus(UUID tenantId, UUID id, SubjectStatus status) {
		return this.sql.query("""
				UPDATE service_account SET status = :status
				WHERE tenant_id = :tenant AND service_account_id = :id
				RETURNING tenant_id, service_account_id, name, roles, audiences, status, created_at
				""")
			.bind("status", status.wireName())
			.bind("tenant", tenantId)
			.bind("id", id)
			.one(ServiceAccountRepository::account);
	}

	private static ServiceAccount account(Readable row) {
		return new ServiceAccount(Columns.required(row, "service_account_id", UUID.class),
				Columns.required(row, "tenant_id", UUID.class), Columns.text(row, "name"),
				RoleGrants.sorted(RoleGrants.stored(Columns.texts(row, "roles"))),
				Columns.texts(row, "audiences").stream().map(Audience::stored).toList(),
				SubjectStatus.stored(Columns.text(row, "status")), Columns.required(row, "created_at", Instant.class));
	}

}
