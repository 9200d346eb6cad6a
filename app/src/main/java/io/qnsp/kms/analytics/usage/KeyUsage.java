package io.qnsp.kms.analytics.usage;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.error.QnspException;
import io.qnsp.kms.keys.KeyDescription;
import io.qnsp.kms.keys.Keys;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Answers questions about the use of keys.
 */
@Component
public final class KeyUsage {

	private final UsageRepository repository;

	private final Keys keys;

	private final Clock clock;

	KeyUsage(UsageRepository repository, Keys keys, Clock clock) {
		this.repository = repository;
		this.keys = keys;
		this.clock = clock;
	}

	Mono<UsageAnswer> usage(UUID tenantId, UsageQuery.Asked asked) {
		UsageQuery query = UsageQuery.of(asked, this.clock.instant());
		Mono<Void> known = (asked.keyId() != null) ? key(tenantId, asked.keyId()).then() : Mono.empty();
		return known.then(Mono.defer(() -> Mono.zip(this.repository.points(tenantId, query),
				this.repository.summary(tenantId, query), (points, summary) -> answer(points, summary, query))));
	}

	private static UsageAnswer answer(List<UsageAnswer.Point> points, UsageAnswer.Summary summary, UsageQuery query) {
		if (points.size() <= query.limit()) {
			return new UsageAnswer(points, summary, null);
		}
		List<UsageAnswer.Point> page = points.subList(0, query.limit());
		return new UsageAnswer(page, summary, page.getLast().place().encode());
	}

	Mono<KeySummary> summary(UUID tenantId, UUID keyId) {
		return key(tenantId, keyId).flatMap((key) -> Mono.zip(this.repository.sums(tenantId, keyId),
				this.repository.topApplications(tenantId, keyId), (sums, top) -> summary(key, sums, top)));
	}

	private Mono<KeyDescription> key(UUID tenantId, UUID keyId) {
		return this.keys.find(tenantId, keyId).switchIfEmpty(Mono.error(() -> QnspException.notFound("key", keyId)));
	}

	private static KeySummary summary(KeyDescription key, List<KeySummary.Sums> sums,
			List<KeySummary.ApplicationCount> top) {
		Map<UsageOperation, Long> counts = new EnumMap<>(UsageOperation.class);
		sums.forEach((sum) -> counts.put(sum.operation(), sum.operations()));
		OperationCounts breakdown = OperationCounts.of(counts);
		Instant last = sums.stream().map(KeySummary.Sums::lastUsedAt).max(Instant::compareTo).orElse(null);
		return new KeySummary(key.keyId(), key.name(), key.algorithm().nistName(), breakdown.total(),
				sums.stream().mapToLong(KeySummary.Sums::failures).sum(),
				sums.stream().mapToLong(KeySummary.Sums::external).sum(),
				sums.stream().map(KeySummary.Sums::bytes).reduce(BigDecimal.ZERO, BigDecimal::add), breakdown, top,
				last);
	}

	/**
	 * The applications of a tenant, by name.
	 * @param tenantId the tenant
	 * @param after the name to go on after, or {@code null} for the first
	 * @param limit how many
	 * @return one more than asked for if there are more
	 */
	public Mono<List<ApplicationUsage>> applications(UUID tenantId, @Nullable String after, int limit) {
		return this.repository.applications(tenantId, after, limit);
	}

}
