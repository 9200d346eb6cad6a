package io.qnsp.kms.keys;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.qnsp.core.control.CallAudit;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.AuditEvent.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A use of a key as the journal holds it, whether it succeeded or failed. Calls that were
 * refused for who asked or how often are no use.
 *
 * @param tenantId the tenant
 * @param keyId the key
 * @param operation what was done
 * @param algorithm the id of the version's algorithm, or {@code null} when it failed
 * before that was known
 * @param operations how many were asked for: 1, or the items of a batch
 * @param failures how many of them failed
 * @param bytes how many bytes of data they processed
 * @param application who used it: what the caller named, or else the credential's client
 * @param at when
 */
public record KeyUse(UUID tenantId, UUID keyId, KeyOperation operation, @Nullable String algorithm, long operations,
		long failures, long bytes, String application, Instant at) {

	private static final String RESOURCE = "kms-key";

	private static final String EVENT = "kms.key.";

	private static final String BATCH = "_batch";

	private static final String OPERATIONS = "operations";

	private static final String FAILURES = "failures";

	private static final String BYTES = "bytes";

	private static final String ALGORITHM = "algorithm";

	private static final String APPLICATION = "applicationId";

	private static final Set<String> EVENT_TYPES = Arrays.stream(KeyOperation.values())
		.flatMap((operation) -> Stream.of(EVENT + operation.wireName(), EVENT + operation.wireName() + BATCH))
		.collect(Collectors.toUnmodifiableSet());

	/**
	 * The types of the events that are uses.
	 * @return exact event types
	 */
	public static Set<String> eventTypes() {
		return EVENT_TYPES;
	}

	/**
	 * A key as the resource of an event.
	 * @param keyId the key
	 * @return the resource
	 */
	public static AuditEvent.Resource resource(UUID keyId) {
		return new AuditEvent.Resource(RESOURCE, keyId.toString());
	}

	/**
	 * Names the key in a call's event.
	 * @param audit the call
	 * @param keyId the key
	 */
	public static void describe(CallAudit audit, UUID keyId) {
		audit.resource(RESOURCE, keyId);
	}

	/**
	 * Tells a call's event what was done.
	 * @param audit the call
	 * @param application what the caller named, or {@code null}
	 * @param operations how many operations
	 * @param bytes how many bytes of data
	 */
	public static void describe(CallAudit audit, @Nullable String application, long operations, long bytes) {
		audit.detail(OPERATIONS, operations).detail(BYTES, bytes).detail(APPLICATION, application);
	}

	/**
	 * Tells a call's event how it went.
	 * @param audit the call
	 * @param algorithm the version's algorithm
	 * @param version the version
	 * @param failures how many operations of a batch failed
	 */
	public static void describe(CallAudit audit, String algorithm, int version, long failures) {
		audit.detail(ALGORITHM, algorithm)
			.detail("keyVersion", version)
			.detail(FAILURES, (failures > 0) ? failures : null);
	}

	/**
	 * The key that an event is about.
	 * @param event any event
	 * @return the key's id, or empty when it is about something else
	 */
	public static Optional<UUID> keyOf(AuditEvent event) {
		AuditEvent.Resource resource = event.resource();
		return (resource != null && resource.type().equals(RESOURCE)) ? Optional.ofNullable(event.resourceUuid())
				: Optional.empty();
	}

	/**
	 * Reads a use.
	 * @param event any event
	 * @return the use, or empty when the event is none
	 */
	public static Optional<KeyUse> read(AuditEvent event) {
		Optional<UUID> keyId = keyOf(event);
		if (!EVENT_TYPES.contains(event.eventType()) || event.outcome() == Outcome.DENIED || keyId.isEmpty()) {
			return Optional.empty();
		}
		String action = event.action().endsWith(BATCH)
				? event.action().substring(0, event.action().length() - BATCH.length()) : event.action();
		Map<String, Object> detail = event.detail();
		long operations = number(detail, OPERATIONS, 1);
		long failures = (event.outcome() == Outcome.SUCCESS) ? number(detail, FAILURES, 0) : operations;
		String client = event.context().application();
		String application = (detail.get(APPLICATION) instanceof String named) ? named
				: (client != null) ? client : event.actor().id();
		return KeyOperation.named(action)
			.map((operation) -> new KeyUse(event.tenantId(), keyId.get(), operation,
					(detail.get(ALGORITHM) instanceof String algorithm) ? algorithm : null, operations, failures,
					number(detail, BYTES, 0), application, event.timestamp()));
	}

	private static long number(Map<String, Object> detail, String name, long otherwise) {
		return (detail.get(name) instanceof Number number) ? number.longValue() : otherwise;
	}

}
