package io.qnsp.kms.byohsm.log;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.projection.Projection;
import io.qnsp.core.sql.Sql;
import io.qnsp.kms.byohsm.HsmOperation;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * What was done with HSMs: every event, of whatever feature, that tells how long an HSM
 * took.
 */
@Component
final class OperationProjection implements Projection {

	// Arrays that are bound hold no nulls.
	private static final UUID NONE = new UUID(0, 0);

	@Override
	public String name() {
		return "kms-hsm-operations";
	}

	@Override
	public Set<String> eventTypes() {
		return Set.of();
	}

	@Override
	public Mono<Void> apply(List<JournalEntry> entries, Sql sql) {
		List<HsmOperation> done = entries.stream()
			.map(JournalEntry::event)
			.map(HsmOperation::read)
			.flatMap(Optional::stream)
			.toList();
		return done.isEmpty() ? Mono.empty()
				: sql
					.query("""
							INSERT INTO kms_hsm_operation (tenant_id, connection_id, operation_id, type, key_id, succeeded, fault,
								latency_ms, happened_at)
							SELECT tenant, connection, operation, type, nullif(key, CAST(:none AS uuid)), succeeded, fault, latency, at
							FROM unnest(:tenants, :connections, :operations, :types, :keys, :succeeded, :faults, :latencies, :times)
								AS done (tenant, connection, operation, type, key, succeeded, fault, latency, at)
							""")
					.bind("none", NONE)
					.bind("tenants", column(done, HsmOperation::tenantId, UUID[]::new))
					.bind("connections", column(done, HsmOperation::connectionId, UUID[]::new))
					.bind("operations", column(done, HsmOperation::operationId, UUID[]::new))
					.bind("types", column(done, HsmOperation::type, String[]::new))
					.bind("keys", column(done, (one) -> Objects.requireNonNullElse(one.keyId(), NONE), UUID[]::new))
					.bind("succeeded", column(done, HsmOperation::succeeded, Boolean[]::new))
					.bind("faults", column(done, HsmOperation::fault, Boolean[]::new))
					.bind("latencies", column(done, HsmOperation::latencyMs, Double[]::new))
					.bind("times", column(done, HsmOperation::at, Instant[]::new))
					.update()
					.then();
	}

	private static <T> T[] column(List<HsmOperation> done, Function<HsmOperation, T> value, IntFunction<T[]> array) {
		return done.stream().map(value).toArray(array);
	}

	@Override
	public Mono<Void> clear(Sql sql) {
		return sql.query("DELETE FROM kms_hsm_operation").update().then();
	}

}
