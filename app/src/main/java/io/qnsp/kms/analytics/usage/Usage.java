package io.qnsp.kms.analytics.usage;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import io.qnsp.core.control.CallAudit;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.AuditEvent.Outcome;
import io.qnsp.kms.keys.KeyUse;

/**
 * A use of a key as analytics count it: one that this server made, or one that an
 * application has recorded.
 *
 * @param tenantId the tenant
 * @param keyId the key
 * @param operation what was done
 * @param applicationId who did it, 1..128 characters
 * @param external whether it happened elsewhere and was only recorded here
 * @param operations how many operations, failed ones too
 * @param failures how many of them failed
 * @param bytes how many bytes of data
 * @param at when
 */
public record Usage(UUID tenantId, UUID keyId, UsageOperation operation, String applicationId, boolean external,
		long operations, long failures, long bytes, Instant at) {

	/** The type of the event that records a use from outside. */
	public static final String RECORDED = "kms.key_usage.record";

	/** The longest name of an application that is kept, in characters. */
	public static final int LONGEST_APPLICATION = 128;

	private static final String UNNAMED = "(unnamed)";

	private static final String OPERATION = "operation";

	private static final String APPLICATION = "applicationId";

	private static final String BYTES = "bytes";

	private static final int NOT_FOUND = 404;

	static Set<String> eventTypes() {
		Set<String> types = new HashSet<>(KeyUse.eventTypes());
		types.add(RECORDED);
		return Set.copyOf(types);
	}

	/**
	 * Tells the event of a record from outside what was done.
	 * @param audit the call
	 * @param keyId the key
	 * @param operation what was done
	 * @param application who did it
	 * @param bytes how many bytes
	 */
	public static void describe(CallAudit audit, UUID keyId, UsageOperation operation, String application, long bytes) {
		KeyUse.describe(audit, keyId);
		audit.detail(OPERATION, operation.wireName()).detail(APPLICATION, application).detail(BYTES, bytes);
	}

	/**
	 * Reads a use.
	 * @param event any event
	 * @return the use, or empty when the event is none; what asked for a key that the
	 * tenant does not have is none
	 */
	static Optional<Usage> read(AuditEvent event) {
		if (event.statusCode() == NOT_FOUND) {
			return Optional.empty();
		}
		return event.eventType().equals(RECORDED) ? recorded(event)
				: KeyUse.read(event)
					.map((use) -> new Usage(use.tenantId(), use.keyId(), UsageOperation.of(use.operation().category()),
							bounded(use.application()), false, use.operations(), use.failures(),
							Math.max(0, use.bytes()), use.at()));
	}

	private static Optional<Usage> recorded(AuditEvent event) {
		Map<String, Object> detail = event.detail();
		if (event.outcome() != Outcome.SUCCESS || !(detail.get(OPERATION) instanceof String operation)
				|| !(detail.get(APPLICATION) instanceof String application)
				|| !(detail.get(BYTES) instanceof Number bytes)) {
			return Optional.empty();
		}
		return KeyUse.keyOf(event)
			.flatMap((keyId) -> UsageOperation.named(operation)
				.map((named) -> new Usage(event.tenantId(), keyId, named, bounded(application), true, 1, 0,
						bytes.longValue(), event.timestamp())));
	}

	private static String bounded(String application) {
		String stripped = application.strip();
		if (stripped.isEmpty()) {
			return UNNAMED;
		}
		if (stripped.length() <= LONGEST_APPLICATION) {
			return stripped;
		}
		boolean halved = Character.isHighSurrogate(stripped.charAt(LONGEST_APPLICATION - 1));
		return stripped.substring(0, halved ? LONGEST_APPLICATION - 1 : LONGEST_APPLICATION);
	}

}
