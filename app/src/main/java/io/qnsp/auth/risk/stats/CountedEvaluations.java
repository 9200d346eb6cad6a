package io.qnsp.auth.risk.stats;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import io.qnsp.auth.risk.evidence.LoginEvidence;
import io.qnsp.auth.risk.model.RiskLevel;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.projection.Projection;
import io.qnsp.core.sql.Sql;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Counts evaluations from their events.
 */
@Component
final class CountedEvaluations implements Projection {

	/** The projection's name. */
	static final String NAME = "risk-statistics";

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Set<String> eventTypes() {
		return Set.of(LoginEvidence.EVENT_TYPE);
	}

	@Override
	public Mono<Void> apply(List<JournalEntry> entries, Sql sql) {
		Map<StatisticsBucket.Key, StatisticsBucket> buckets = new TreeMap<>();
		for (JournalEntry entry : entries) {
			LoginEvidence.read(entry.event())
				.ifPresent((evidence) -> buckets
					.computeIfAbsent(
							new StatisticsBucket.Key(entry.event().tenantId(),
									StatisticsBucket.startOf(entry.event().timestamp())),
							(key) -> new StatisticsBucket())
					.count(evidence));
		}
		return buckets.isEmpty() ? Mono.empty()
				: addBuckets(sql, buckets).then(Mono.defer(() -> addFactors(sql, buckets)));
	}

	private static Mono<Void> addBuckets(Sql sql, Map<StatisticsBucket.Key, StatisticsBucket> buckets) {
		return sql.query("""
				INSERT INTO risk_statistic AS known
					(tenant_id, bucket_start, low, medium, high, critical, challenged, denied)
				SELECT * FROM unnest(:tenants, :starts, :low, :medium, :high, :critical, :challenged, :denied)
				ON CONFLICT (tenant_id, bucket_start) DO UPDATE SET low = known.low + excluded.low,
					medium = known.medium + excluded.medium, high = known.high + excluded.high,
					critical = known.critical + excluded.critical,
					challenged = known.challenged + excluded.challenged, denied = known.denied + excluded.denied
				""")
			.bind("tenants", buckets.keySet().stream().map(StatisticsBucket.Key::tenantId).toArray(UUID[]::new))
			.bind("starts", buckets.keySet().stream().map(StatisticsBucket.Key::start).toArray(Instant[]::new))
			.bind("low", level(buckets, RiskLevel.LOW))
			.bind("medium", level(buckets, RiskLevel.MEDIUM))
			.bind("high", level(buckets, RiskLevel.HIGH))
			.bind("critical", level(buckets, RiskLevel.CRITICAL))
			.bind("challenged", buckets.values().stream().map(StatisticsBucket::challenged).toArray(Long[]::new))
			.bind("denied", buckets.values().stream().map(StatisticsBucket::denied).toArray(Long[]::new))
			.update()
			.then();
	}

	private static Long[] level(Map<StatisticsBucket.Key, StatisticsBucket> buckets, RiskLevel level) {
		return buckets.values().stream().map((bucket) -> bucket.level(level)).toArray(Long[]::new);
	}

	private static Mono<Void> addFactors(Sql sql, Map<StatisticsBucket.Key, StatisticsBucket> buckets) {
		List<UUID> tenants = new ArrayList<>();
		List<Instant> starts = new ArrayList<>();
		List<String> factors = new ArrayList<>();
		List<Long> counts = new ArrayList<>();
		buckets.forEach((key, bucket) -> new TreeMap<>(bucket.factors()).forEach((factor, count) -> {
			tenants.add(key.tenantId());
			starts.add(key.start());
			factors.add(factor);
			counts.add(count);
		}));
		if (factors.isEmpty()) {
			return Mono.empty();
		}
		return sql.query("""
				INSERT INTO risk_statistic_factor AS known (tenant_id, bucket_start, factor, evaluations)
				SELECT * FROM unnest(:tenants, :starts, :factors, :counts)
				ON CONFLICT (tenant_id, bucket_start, factor)
				DO UPDATE SET evaluations = known.evaluations + excluded.evaluations
				""")
			.bind("tenants", tenants.toArray(UUID[]::new))
			.bind("starts", starts.toArray(Instant[]::new))
			.bind("factors", factors.toArray(String[]::new))
			.bind("counts", counts.toArray(Long[]::new))
			.update()
			.then();
	}

	@Override
	public Mono<Void> clear(Sql sql) {
		return sql.query("DELETE FROM risk_statistic")
			.update()
			.then(Mono.defer(() -> sql.query("DELETE FROM risk_statistic_factor").update()))
			.then();
	}

}
