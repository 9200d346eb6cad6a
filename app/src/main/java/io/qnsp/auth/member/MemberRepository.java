package io.qnsp.auth.member;

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
 * The table {@code app_user}.
 */
@Component
final class MemberRepository {

	private final Sql sql;

	MemberRepository(Sql sql) {
		this.sql = sql;
	}

	/**
	 * Inserts a user.
	 * @return true when it was inserted, false when the tenant has one of that address
	 */
	Mono<Boolean> insert(Member member) {
		return this.sql.query("""
				INSERT INTO app_user (tenant_id, user_id, email, display_name, roles, status, created_at)
				VALUES (:tenant, :id, :email, :name, :roles, :status, :at)
				ON CONFLICT (tenant_id, lower(email)) DO NOTHING
				""")
			.bind("tenant", member.tenantId())
			.bind("id", member.userId())
			.bind("email", member.email())
			.bind("name", member.displayName(), String.class)
			.bindTexts("roles", RoleGrants.wireNames(member.roles()))
			.bind("status", member.status().wireName())
			.bind("at", member.createdAt())
			.update()
			.map((rows) -> rows == 1);
	}

	Mono<Member> find(UUID tenantId, UUID userId) {
		return this.sql.query("""
				SELECT tenant_id, user_id, email, display_name, roles, status, created_at
				FROM app_user WHERE tenant_id = :tenant AND user_id = :id
				""").bind("tenant", tenantId).bind("id", userId).one(MemberRepository::member);
	}

	Mono<UUID> findIdByEmail(UUID tenantId, String email) {
		return this.sql.query("SELECT user_id FROM app_user WHERE tenant_id = :tenant AND lower(email) = lower(:email)")
			.bind("tenant", tenantId)
			.bind("email", email)
			.one((row) -> Columns.required(row, "user_id", UUID.class));
	}

	/**
	 * The users of a tenant, newest first, one more than the page holds.
	 */
	Mono<List<Member>> list(UUID tenantId, PageRequest page) {
		return this.sql.query("""
				SELECT tenant_id, user_id, email, display_name, roles, status, created_at
				FROM app_user
				WHERE tenant_id = :tenant AND (created_at, user_id) < (:at, :id)
				ORDER BY created_at DESC, user_id DESC
				LIMIT :limit
				""")
			.bind("tenant", tenantId)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("limit", page.limit() + 1)
			.all(MemberRepository::member)
			.collectList();
	}

	/**
	 * A user and everybody who holds a role that a tenant must not lose, kept from others
	 * until the surrounding transaction ends. Always locked in the same order, so two
	 * changes wait for each other instead of for ever.
	 */
	Mono<List<Member>> lockWithHolders(UUID tenantId, UUID userId) {
		return this.sql.query("""
				SELECT tenant_id, user_id, email, display_name, roles, status, created_at
				FROM app_user
				WHERE tenant_id = :tenant AND (user_id = :id OR roles && ARRAY['owner', 'platform_operator'])
				ORDER BY user_id
				FOR UPDATE
				""").bind("tenant", tenantId).bind("id", userId).all(MemberRepository::member).collectList();
	}

	Mono<Member> update(UUID tenantId, UUID userId, List<String> roles, SubjectStatus status) {
		return this.sql.query("""
				UPDATE app_user SET roles = :roles, status = :status
				WHERE tenant_id = :tenant AND user_id = :id
				RETURNING tenant_id, user_id, email, display_name, roles, status, created_at
				""")
			.bindTexts("roles", roles)
			.bind("status", status.wireName())
			.bind("tenant", tenantId)
			.bind("id", userId)
			.one(MemberRepository::member);
	}

	private static Member member(Readable row) {
		return new Member(Columns.required(row, "user_id", UUID.class), Columns.required(row, "tenant_id", UUID.class),
				Columns.text(row, "email"), row.get("display_name", String.class),
				RoleGrants.sorted(RoleGrants.stored(Columns.texts(row, "roles"))),
				SubjectStatus.stored(Columns.text(row, "status")), Columns.required(row, "created_at", Instant.class));
	}

}
