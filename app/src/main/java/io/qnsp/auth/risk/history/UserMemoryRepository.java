package io.qnsp.auth.risk.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

import io.qnsp.auth.risk.model.GeoLocation.Position;
import io.qnsp.auth.risk.model.UserHistory.LastSeen;
import io.qnsp.auth.risk.model.UserKey;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Repository;

/**
 * The table {@code risk_user}. The access is a parameter: evaluations read within their
 * tenant, the projection and the refresher across tenants.
 */
@Repository
final class UserMemoryRepository {

	private static final TypeReference<Map<String, Map<String, Long>>> VALUES = new TypeReference<>() {
	};

	private final JsonMapper json;

	UserMemoryRepository(JsonMapper json) {
		this.json = json;
	}

	/**
	 * What is remembered of users; those of whom nothing is are missing.
	 */
	Mono<Map<UserKey, LoginMemory>> find(Sql sql, Collection<UserKey> users) {
		return sql.query("""
				SELECT u.tenant_id, u.user_id, u.logins, u.first_login_at, u.last_login_at, u.last_latitude,
					u.last_longitude, u.last_seen_at, u.remembered::text AS remembered
				FROM unnest(:tenants, :users) AS wanted (tenant_id, user_id)
				JOIN risk_user u ON u.tenant_id = wanted.tenant_id AND u.user_id = wanted.user_id
				""")
			.bind("tenants", users.stream().map(UserKey::tenantId).toArray(UUID[]::new))
			.bind("users", users.stream().map(UserKey::userId).toArray(String[]::new))
			.all(this::row)
			.collectMap(Map.Entry::getKey, Map.Entry::getValue);
	}

	/**
	 * Writes memories as they are now.
	 * @param memories at least one, in the order of their keys
	 */
	Mono<Void> save(Sql sql, Map<UserKey, LoginMemory> memories) {
		Collection<UserKey> keys = memories.keySet();
		Collection<LoginMemory> rows = memories.values();
		return sql.query("""
				INSERT INTO risk_user (tenant_id, user_id, logins, first_login_at, last_login_at, last_latitude,
					last_longitude, last_seen_at, remembered)
				SELECT tenant_id, user_id, logins, first_at, last_at, latitude, longitude, seen_at, remembered::json
				FROM unnest(:tenants, :users, :logins, :firsts, :lasts, :latitudes, :longitudes, :seen, :remembered)
					AS memory (tenant_id, user_id, logins, first_at, last_at, latitude, longitude, seen_at, remembered)
				ON CONFLICT (tenant_id, user_id) DO UPDATE SET logins = excluded.logins,
					first_login_at = excluded.first_login_at, last_login_at = excluded.last_login_at,
					last_latitude = excluded.last_latitude, last_longitude = excluded.last_longitude,
					last_seen_at = excluded.last_seen_at, remembered = excluded.remembered
				""")
			.bind("tenants", keys.stream().map(UserKey::tenantId).toArray(UUID[]::new))
			.bind("users", keys.stream().map(UserKey::userId).toArray(String[]::new))
			.bind("logins", rows.stream().map(LoginMemory::logins).toArray(Long[]::new))
			.bind("firsts", rows.stream().map(LoginMemory::first).toArray(Instant[]::new))
			.bind("lasts", rows.stream().map(LoginMemory::last).toArray(Instant[]::new))
			.bind("latitudes", seen(rows, (seen) -> seen.position().latitude()).toArray(Double[]::new))
			.bind("longitudes", seen(rows, (seen) -> seen.position().longitude()).toArray(Double[]::new))
			.bind("seen", seen(rows, LastSeen::at).toArray(Instant[]::new))
			.bind("remembered",
					rows.stream().map((memory) -> this.json.writeValueAsString(memory.values())).toArray(String[]::new))
			.update()
			.then();
	}

	private static <T> List<@Nullable T> seen(Collection<LoginMemory> rows, Function<LastSeen, T> part) {
		List<@Nullable T> parts = new ArrayList<>(rows.size());
		for (LoginMemory memory : rows) {
			LastSeen seen = memory.lastSeen();
			parts.add((seen != null) ? part.apply(seen) : null);
		}
		return parts;
	}

	private Map.Entry<UserKey, LoginMemory> row(Readable row) {
		UserKey key = new UserKey(Columns.required(row, "tenant_id", UUID.class), Columns.text(row, "user_id"));
		return Map.entry(key,
				new LoginMemory(Columns.required(row, "logins", Long.class),
						Columns.required(row, "first_login_at", Instant.class),
						Columns.required(row, "last_login_at", Instant.class), lastSeen(row),
						this.json.readValue(Columns.text(row, "remembered"), VALUES)));
	}

	private static @Nullable LastSeen lastSeen(Readable row) {
		Instant at = row.get("last_seen_at", Instant.class);
		return (at == null) ? null
				: new LastSeen(new Position(Objects.requireNonNull(row.get("last_latitude", Double.class)),
						Objects.requireNonNull(row.get("last_longitude", Double.class))), at);
	}

}
