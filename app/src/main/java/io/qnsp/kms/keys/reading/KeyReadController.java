package io.qnsp.kms.keys.reading;

import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.page.PageRequest;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.keys.KeyState;
import io.qnsp.kms.keys.store.KeyFilter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Keys, their versions and their public parts over HTTP.
 */
@RestController
final class KeyReadController {

	private static final Set<String> FORMATS = Set.of("pem", "jwk", "raw");

	private final KeyReading reading;

	KeyReadController(KeyReading reading) {
		this.reading = reading;
	}

	/**
	 * A part of the list of keys.
	 *
	 * @param items the keys, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record KeyList(List<Key> items, int limit, @Nullable String nextCursor) {

	}

	/**
	 * A part of the list of versions.
	 *
	 * @param keyId the key
	 * @param versions its versions, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record VersionList(UUID keyId, List<KeyVersion> versions, int limit, @Nullable String nextCursor) {

	}

	@GetMapping("/kms/v1/keys")
	@Controls(value = Control.AUDIT, event = "kms.key.list")
	Mono<KeyList> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor,
			@RequestParam @Nullable String state, @RequestParam @Nullable String purpose,
			@RequestParam @Nullable String algorithm, Caller caller, CallAudit audit) {
		PageRequest page = PageRequest.of(limit, null, cursor);
		return this.reading.list(filter(state, purpose, algorithm), page, caller).map((found) -> {
			audit.resource("kms-keys", "*").detail("count", found.items().size());
			return new KeyList(found.items(), page.limit(), found.nextCursor());
		});
	}

	private static KeyFilter filter(@Nullable String state, @Nullable String purpose, @Nullable String algorithm) {
		return new KeyFilter((state == null) ? null : KeyState.named(state)
			.orElseThrow(() -> QnspException.badRequest("state",
					"unknown (expected: pre-activation, active, suspended, deactivated, compromised or destroyed)")),
				(purpose == null) ? null
						: Purpose.named(purpose)
							.orElseThrow(() -> QnspException.badRequest("purpose",
									"unknown (expected: signing, encryption, kem, wrapping or mac)")),
				(algorithm == null) ? null
						: Algorithm.named(algorithm)
							.orElseThrow(() -> QnspException.badRequest("algorithm",
									"unknown (expected: an algorithm of the catalogue, such as ML-DSA-65)")));
	}

	@GetMapping("/kms/v1/keys/{keyId}")
	@Controls(value = Control.AUDIT, event = "kms.key.read")
	Mono<Key> read(@PathVariable UUID keyId, Caller caller, CallAudit audit) {
		return this.reading.read(keyId, caller, audit);
	}

	@GetMapping("/kms/v1/keys/{keyId}/versions")
	@Controls(value = Control.AUDIT, event = "kms.key_version.list")
	Mono<VersionList> versions(@PathVariable UUID keyId, @RequestParam @Nullable Integer limit,
			@RequestParam @Nullable String cursor, Caller caller, CallAudit audit) {
		return this.reading.versions(keyId, PageRequest.of(limit, null, null).limit(), below(cursor), caller, audit);
	}

	private static int below(@Nullable String cursor) {
		if (cursor == null) {
			return Integer.MAX_VALUE;
		}
		if (!cursor.matches("[1-9][0-9]{0,4}")) {
			throw QnspException.badRequest("cursor", "not a cursor of this list");
		}
		return Integer.parseInt(cursor);
	}

	@GetMapping("/kms/v1/keys/{keyId}/public-key")
	@Controls(value = Control.AUDIT, event = "kms.public_key.read")
	Mono<PublicKeyAnswer> publicKey(@PathVariable UUID keyId, @RequestParam @Nullable Integer version,
			@RequestParam @Nullable String format, Caller caller, CallAudit audit) {
		if (format != null && !FORMATS.contains(format)) {
			throw QnspException.badRequest("format", "unknown (expected: pem, jwk or raw)");
		}
		return this.reading.publicKey(keyId, version, caller, audit).map((found) -> PublicKeyAnswer.of(found, format));
	}

}
