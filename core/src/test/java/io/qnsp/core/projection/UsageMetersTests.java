package io.qnsp.core.projection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.Events;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.projection.UsageMeters.Amount;
import io.qnsp.core.projection.UsageMeters.Meter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class UsageMetersTests {

	private static JournalEntry entry(UUID tenant, String operation, long units, AuditEvent.Outcome outcome,
			Instant time) {
		AuditEvent e = Events.of(tenant, "auth.risk.evaluate");
		AuditEvent event = new AuditEvent(e.eventId(), e.eventType(), e.service(), e.severity(), time, tenant,
				e.actor(), e.resource(), e.action(), outcome, e.statusCode(), e.context(),
				(operation != null) ? new AuditEvent.Usage(operation, units) : null, e.detail());
		return new JournalEntry(new EventPosition(1, e.eventId()), event);
	}

	@Test
	void countsSuccessfulBilledCallsByTenantOperationAndHour() {
		Instant early = Instant.parse("2026-11-24T10:59:59.999Z");
		Instant late = Instant.parse("2026-11-24T11:00:00Z");
		Map<Meter, Amount> amounts = UsageMeters
			.amounts(List.of(entry(Events.TENANT, "a", 2, AuditEvent.Outcome.SUCCESS, early),
					entry(Events.TENANT, "a", 3, AuditEvent.Outcome.SUCCESS, early),
					entry(Events.TENANT, "a", 5, AuditEvent.Outcome.SUCCESS, late),
					entry(Events.TENANT, "b", 7, AuditEvent.Outcome.SUCCESS, late),
					entry(Events.OTHER_TENANT, "a", 11, AuditEvent.Outcome.SUCCESS, late),
					entry(Events.TENANT, "a", 13, AuditEvent.Outcome.FAILURE, late),
					entry(Events.TENANT, "a", 17, AuditEvent.Outcome.DENIED, late),
					entry(Events.TENANT, null, 0, AuditEvent.Outcome.SUCCESS, late)));
		Instant ten = Instant.parse("2026-11-24T10:00:00Z");
		assertThat(amounts).containsOnly(Map.entry(new Meter(Events.TENANT, "a", ten), new Amount(5, 2)),
				Map.entry(new Meter(Events.TENANT, "a", late), new Amount(5, 1)),
				Map.entry(new Meter(Events.TENANT, "b", late), new Amount(7, 1)),
				Map.entry(new Meter(Events.OTHER_TENANT, "a", late), new Amount(11, 1)));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void anySplitIntoBatchesGivesTheSameTotals(long seed) {
		Random random = new Random(seed);
		List<JournalEntry> entries = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			entries.add(entry(random.nextBoolean() ? Events.TENANT : Events.OTHER_TENANT, "op-" + random.nextInt(3),
					1 + random.nextInt(9), AuditEvent.Outcome.values()[random.nextInt(3)],
					Instant.parse("2026-11-24T10:00:00Z").plusSeconds(random.nextInt(10_000))));
		}
		int split = random.nextInt(300);
		Map<Meter, Amount> parts = UsageMeters.amounts(entries.subList(0, split));
		UsageMeters.amounts(entries.subList(split, 300))
			.forEach((meter, amount) -> parts.merge(meter, amount, Amount::plus));
		assertThat(parts).isEqualTo(UsageMeters.amounts(entries));
	}

}
