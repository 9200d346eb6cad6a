package io.qnsp.tenant.tenants;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.core.tenant.AddOn;
import io.qnsp.core.tenant.Tier;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * The table {@code tenant}.
 */
@Component
final class TenantRepository {

	private final Sql sql;

	private final Sql systemSql;

	TenantRepository(Sql sql, @Qualifier("systemSql") Sql systemSql) {
		this.sql = sql;
		this.systemSql = systemSql;
	}

	/**
	 * Runs a part of the surrounding transaction as another tenant: the one operation
	 * that writes rows of a tenant which is not the call's, since it is only being made.
	 * An error rolls the transaction back, and the setting with it.
	 * @param tenantId the tenant to work as
	 * @param callersTenant the tenant to go back to
	 * @param work what to do
	 */
	<T> Mono<T> asTenant(UUID tenantId, UUID callersTenant, Mono<T> work) {
		return enter(tenantId).then(work).flatMap((result) -> enter(callersTenant).thenReturn(result));
	}

	private Mono<Void> enter(UUID tenantId) {
		return this.sql.query("SELECT set_config('qnsp.tenant', :tenant, true) AS tenant")
			.bind("tenant", tenantId.toString())
			.one((row) -> Columns.text(row, "tenant"))
			.then();
	}

	/**
	 * Inserts a tenant, as that tenant.
	 * @return true when it was inserted, false when its id or its slug is there already
	 */
	Mono<Boolean> insert(Tenant tenant) {
		return this.sql.query("""
				INSERT INTO tenant (tenant_id, name, slug, tier, add_ons, status, created_at, updated_at)
				VALUES (:id, :name, :slug, :tier, :addOns, :status, :at, :at)
				ON CONFLICT DO NOTHING
				""")
			.bind("id", tenant.tenantId())
			.bind("name", tenant.name())
			.bind("slug", tenant.slug())
			.bind("tier", tenant.tier().wireName())
			.bindTexts("addOns", wireNames(tenant.addOns()))
			.bind("status", tenant.status().wireName())
			.bind("at", tenant.createdAt())
			.update()
			.map((rows) -> rows == 1);
	}

	/**
	 * The tenant, as itself.
	 */
	Mono<Tenant> find(UUID tenantId) {
		return this.sql.query("""
				SELECT tenant_id, name, slug, tier, add_ons, status, created_at, updated_at
				FROM tenant WHERE tenant_id = :id
				""").bind("id", tenantId).one(TenantRepository::tenant);
	}

	/**
	 * Any tenant, for whoever serves all of them.
	 */
	Mono<Tenant> findAcrossTenants(UUID tenantId) {
		return this.systemSql.query("""
				SELECT tenant_id, name, slug, tier, add_ons, status, created_at, updated_at
				FROM tenant WHERE tenant_id = :id
				""").bind("id", tenantId).one(TenantRepository::tenant);
	}

	/**
	 * All tenants, newest first, one more than the page holds.
	 */
	Mono<List<Tenant>> listAcrossTenants(@Nullable TenantStatus status, @Nullable Tier tier, PageRequest page) {
		return this.systemSql.query("""
				SELECT tenant_id, name, slug, tier, add_ons, status, created_at, updated_at
				FROM tenant
				WHERE (created_at, tenant_id) < (:at, :id)
				AND (:status::text IS NULL OR status = :status)
				AND (:tier::text IS NULL OR tier = :tier)
				ORDER BY created_at DESC, tenant_id DESC
				LIMIT :limit
				""")
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("status", (status != null) ? status.wireName() : null, String.class)
			.bind("tier", (tier != null) ? tier.wireName() : null, String.class)
			.bind("limit", page.limit() + 1)
			.all(TenantRepository::tenant)
			.collectList();
	}

	/**
	 * Changes the tenant, as itself; what the request does not name stays.
	 */
	Mono<Tenant> update(UUID tenantId, UpdateTenantRequest request, Instant now) {
		Tier tier = request.tier();
		List<AddOn> addOns = request.addOns();
		TenantStatus status = request.status();
		return this.sql.query("""
				UPDATE tenant SET name = coalesce(:name, name), tier = coalesce(:tier, tier),
					add_ons = coalesce(:addOns, add_ons), status = coalesce(:status, status), updated_at = :now
				WHERE tenant_id = :id
				RETURNING tenant_id, name, slug, tier, add_ons, status, created_at, updated_at
				""")
			.bind("name", request.name(), String.class)
			.bind("tier", (tier != null) ? tier.wireName() : null, String.class)
			.bind("addOns", (addOns != null) ? wireNames(addOns).toArray(String[]::new) : null, String[].class)
			.bind("status", (status != null) ? status.wireName() : null, String.class)
			.bind("now", now)
			.bind("id", tenantId)
			.one(TenantRepository::tenant);
	}

	static List<String> wireNames(Collection<AddOn> addOns) {
		return addOns.stream().distinct().sorted().map(AddOn::wireName).toList();
	}

	private static Tenant tenant(Readable row) {
		return new Tenant(Columns.required(row, "tenant_id", UUID.class), Columns.text(row, "name"),
				Columns.text(row, "slug"), Tier.ofWireName(Columns.text(row, "tier")).orElseThrow(),
				Columns.texts(row, "add_ons").stream().map((name) -> AddOn.ofWireName(name).orElseThrow()).toList(),
				TenantStatus.ofWireName(Columns.text(row, "status")).orElseThrow(),
				Columns.required(row, "created_at", Instant.class), Columns.required(row, "updated_at", Instant.class));
	}

}
