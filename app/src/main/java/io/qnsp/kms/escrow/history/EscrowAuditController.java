package io.qnsp.kms.escrow.history;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.journal.JournalFilter;
import io.qnsp.core.journal.JournalReader;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.tenant.AddOn;
import io.qnsp.kms.escrow.deposit.StoredEscrow;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The audit log of escrows over HTTP.
 */
@RestController
final class EscrowAuditController {

	// What the database can compare.
	private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

	private final JournalReader journal;

	EscrowAuditController(JournalReader journal) {
		this.journal = journal;
	}

	@GetMapping("/kms/v1/escrow/audit")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.escrow_audit.list",
			feature = "kms.key-escrow", addOn = AddOn.KEY_ESCROW)
	Mono<EscrowEvent.EventList> list(@RequestParam @Nullable UUID escrowId, @RequestParam @Nullable String eventType,
			@RequestParam @Nullable Instant since, @RequestParam @Nullable Integer limit,
			@RequestParam @Nullable String cursor, Caller caller, CallAudit audit) {
		EscrowEventType type = type(eventType);
		JournalFilter filter = new JournalFilter(
				(type != null) ? Set.of(type.journalType()) : EscrowEventType.journalTypes(), Set.of(), Set.of(),
				(type != null) ? type.outcomes() : Set.of(), null, StoredEscrow.RESOURCE,
				(escrowId != null) ? escrowId.toString() : null, null, checked(since), null);
		int size = PageRequest.of(limit, null, null).limit();
		audit.resource("kms-escrow-audit", (escrowId != null) ? escrowId : "*").detail("eventType", eventType);
		return page(caller.tenantId(), filter, position(cursor), size)
			.doOnNext((found) -> audit.detail("count", found.events().size()));
	}

	private Mono<EscrowEvent.EventList> page(UUID tenantId, JournalFilter filter, @Nullable EventPosition before,
			int size) {
		return this.journal.page(tenantId, filter, before, size + 1).map((entries) -> {
			List<JournalEntry> shown = entries.subList(0, Math.min(size, entries.size()));
			return new EscrowEvent.EventList(shown.stream().map((entry) -> EscrowEvent.of(entry.event())).toList(),
					size, (entries.size() > size) ? shown.getLast().position().toString() : null);
		});
	}

	private static @Nullable EscrowEventType type(@Nullable String eventType) {
		return (eventType == null) ? null : EscrowEventType.named(eventType)
			.orElseThrow(
					() -> QnspException.badRequest("eventType", "unknown (expected: " + EscrowEventType.names() + ")"));
	}

	private static @Nullable Instant checked(@Nullable Instant since) {
		if (since != null && (since.isBefore(Instant.EPOCH) || since.isAfter(LATEST))) {
			throw QnspException.badRequest("since", "%s (expected: %s..%s)".formatted(since, Instant.EPOCH, LATEST));
		}
		return since;
	}

	private static @Nullable EventPosition position(@Nullable String cursor) {
		return (cursor == null) ? null : EventPosition.parse(cursor)
			.orElseThrow(() -> QnspException.badRequest("cursor", "not a cursor of this list"));
	}

}
