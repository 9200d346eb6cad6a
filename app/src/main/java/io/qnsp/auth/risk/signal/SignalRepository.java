package io.qnsp.auth.risk.signal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import io.qnsp.auth.risk.model.ThreatSignal;
import io.qnsp.auth.risk.model.UserKey;
import io.qnsp.auth.risk.signal.SignalController.Signal;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.r2dbc.spi.Readable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Repository;

/**
 * The table {@code risk_signal}.
 */
@Repository
final class SignalRepository implements UserSignals {

	private static final Duration WEIGHS_FOR = Duration.ofDays(70);

	private static final int MAX_RECENT = 500;

	private static final TypeReference<Map<String, Object>> METADATA = new TypeReference<>() {
	};

	private final Sql sql;

	private final JsonMapper json;

	private final Clock clock;

	SignalRepository(Sql sql, JsonMapper json, Clock clock) {
		this.sql = sql;
		this.json = json;
		this.clock = clock;
	}

	@Override
	public Mono<List<ThreatSignal>> recent(UserKey user) {
		return this.sql.query("""
				SELECT signal_type, severity, recorded_at FROM risk_signal
				WHERE tenant_id = :tenant AND user_id = :user AND recorded_at > :since
				ORDER BY recorded_at DESC, signal_id DESC
				LIMIT :limit
				""")
			.bind("tenant", user.tenantId())
			.bind("user", user.userId())
			.bind("since", this.clock.instant().minus(WEIGHS_FOR))
			.bind("limit", MAX_RECENT)
			.all((row) -> new ThreatSignal(type(row), severity(row),
					Columns.required(row, "recorded_at", Instant.class)))
			.collectList();
	}

	/**
	 * Adds a signal.
	 * @param metadata as JSON text, or {@code null}
	 */
	Mono<Void> insert(UserKey user, UUID signalId, ThreatSignal signal, @Nullable String metadata) {
		return this.sql.query("""
				INSERT INTO risk_signal (tenant_id, signal_id, user_id, signal_type, severity, recorded_at, metadata)
				VALUES (:tenant, :id, :user, :type, :severity, :at, :metadata::json)
				""")
			.bind("tenant", user.tenantId())
			.bind("id", signalId)
			.bind("user", user.userId())
			.bind("type", signal.type().wireName())
			.bind("severity", signal.severity().wireName())
			.bind("at", signal.at())
			.bind("metadata", metadata, String.class)
			.update()
			.then();
	}

	/**
	 * The signals about a user, newest first, one more than the page holds.
	 * @param since the earliest time
	 */
	Mono<List<Signal>> list(UserKey user, Instant since, PageRequest page) {
		return this.sql.query("""
				SELECT signal_id, signal_type, severity, recorded_at, metadata::text AS metadata FROM risk_signal
				WHERE tenant_id = :tenant AND user_id = :user AND recorded_at >= :since
				AND (recorded_at, signal_id) < (:at, :id)
				ORDER BY recorded_at DESC, signal_id DESC
				LIMIT :limit
				""")
			.bind("tenant", user.tenantId())
			.bind("user", user.userId())
			.bind("since", since)
			.bind("at", page.start().at())
			.bind("id", page.start().id())
			.bind("limit", page.limit() + 1)
			.all(this::signal)
			.collectList();
	}

	/**
	 * How many signals there are about a user.
	 * @param since the earliest time
	 */
	Mono<Long> count(UserKey user, Instant since) {
		return this.sql.query("""
				SELECT count(*) AS total FROM risk_signal
				WHERE tenant_id = :tenant AND user_id = :user AND recorded_at >= :since
				""")
			.bind("tenant", user.tenantId())
			.bind("user", user.userId())
			.bind("since", since)
			.one((row) -> Columns.required(row, "total", Long.class));
	}

	private Signal signal(Readable row) {
		String metadata = row.get("metadata", String.class);
		return new Signal(Columns.required(row, "signal_id", UUID.class), type(row), severity(row),
				Columns.required(row, "recorded_at", Instant.class),
				(metadata != null) ? this.json.readValue(metadata, METADATA) : Map.of());
	}

	private static ThreatSignal.Type type(Readable row) {
		return ThreatSignal.Type.valueOf(Columns.text(row, "signal_type").toUpperCase(Locale.ROOT));
	}

	private static ThreatSignal.Severity severity(Readable row) {
		return ThreatSignal.Severity.valueOf(Columns.text(row, "severity").toUpperCase(Locale.ROOT));
	}

}
