package io.qnsp.kms.keys.life;

import java.util.List;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.page.PageRequest;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.keys.KeyState;
import io.qnsp.kms.keys.store.KeyFilter;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The life of keys over HTTP.
 */
@RestController
final class KeyController {

	/** The quota resource that a key uses until it is destroyed. */
	static final String QUOTA = "kms.keys";

	private static final int LONGEST_REASON = 500;

	private final KeyAdministration administration;

	private final KeyReading reading;

	KeyController(KeyAdministration administration, KeyReading reading) {
		this.administration = administration;
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
	 * Says why.
	 *
	 * @param reason for the journal, 1..500 characters
	 */
	record ReasonRequest(@Nullable String reason) {

	}

	/**
	 * Takes a key out of use.
	 *
	 * @param state suspended (when nothing is said), deactivated or compromised
	 * @param reason why, 1..500 characters
	 */
	record DisableRequest(@Nullable KeyState state, @Nullable String reason) {

		KeyState target() {
			return switch (this.state) {
				case null -> KeyState.SUSPENDED;
				case SUSPENDED, DEACTIVATED, COMPROMISED -> this.state;
				default -> throw QnspException.badRequest("state",
						this.state.wireName() + " (expected: suspended, deactivated or compromised)");
			};
		}

	}

	/**
	 * Moves a key to another algorithm.
	 *
	 * @param algorithm the algorithm
	 */
	record UpgradeRequest(@Nullable String algorithm) {

		Algorithm target() {
			return Algorithm.named((this.algorithm != null) ? this.algorithm : "")
				.orElseThrow(() -> QnspException.badRequest("algorithm",
						"unknown (expected: an algorithm of the catalogue, such as ML-DSA-65)"));
		}

	}

	@PostMapping("/kms/v1/keys")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = { Control.QUOTA, Control.AUDIT }, event = "kms.key.create", quota = QUOTA)
	Mono<Key> create(@Valid @RequestBody CreateKeyRequest request, Caller caller, CallAudit audit) {
		return this.administration.create(request, caller, audit);
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
				(algorithm == null) ? null : new UpgradeRequest(algorithm).target());
	}

	@GetMapping("/kms/v1/keys/{keyId}")
	@Controls(value = Control.AUDIT, event = "kms.key.read")
	Mono<Key> read(@PathVariable UUID keyId, Caller caller, CallAudit audit) {
		return this.reading.read(keyId, caller, audit);
	}

	@DeleteMapping("/kms/v1/keys/{keyId}")
	@Controls(value = Control.AUDIT, event = "kms.key.delete")
	Mono<Key> delete(@PathVariable UUID keyId, @RequestParam @Nullable Integer waitingDays, Caller caller,
			CallAudit audit) {
		int days = (waitingDays != null) ? waitingDays : KeyLifeCycle.MOST_DAYS;
		return this.administration.change(keyId, (key, now) -> KeyLifeCycle.planDestruction(key, days, now), caller,
				audit);
	}

	@PostMapping("/kms/v1/keys/{keyId}/cancel-deletion")
	@Controls(value = Control.AUDIT, event = "kms.key.cancel_deletion")
	Mono<Key> cancelDeletion(@PathVariable UUID keyId, Caller caller, CallAudit audit) {
		return this.administration.change(keyId, (key, now) -> KeyLifeCycle.cancelDestruction(key), caller, audit);
	}

	@PostMapping("/kms/v1/keys/{keyId}/disable")
	@Controls(value = Control.AUDIT, event = "kms.key.disable")
	Mono<Key> disable(@PathVariable UUID keyId, @RequestBody(required = false) @Nullable DisableRequest request,
			Caller caller, CallAudit audit) {
		DisableRequest asked = (request != null) ? request : new DisableRequest(null, null);
		KeyState target = asked.target();
		String reason = checked(asked.reason());
		audit.detail("reason", reason);
		return this.administration.change(keyId, (key, now) -> KeyLifeCycle.change(key, target, reason), caller, audit);
	}

	@PostMapping("/kms/v1/keys/{keyId}/enable")
	@Controls(value = Control.AUDIT, event = "kms.key.enable")
	Mono<Key> enable(@PathVariable UUID keyId, @RequestBody(required = false) @Nullable ReasonRequest request,
			Caller caller, CallAudit audit) {
		String reason = checked((request != null) ? request.reason() : null);
		audit.detail("reason", reason);
		return this.administration.change(keyId, (key, now) -> KeyLifeCycle.change(key, KeyState.ACTIVE, reason),
				caller, audit);
	}

	@PostMapping("/kms/v1/keys/{keyId}/rotate")
	@Controls(value = Control.AUDIT, event = "kms.key.rotate")
	Mono<Key> rotate(@PathVariable UUID keyId, @RequestBody(required = false) @Nullable ReasonRequest request,
			Caller caller, CallAudit audit) {
		return this.administration.rotate(keyId, checked((request != null) ? request.reason() : null), caller, audit);
	}

	@PostMapping("/kms/v1/keys/{keyId}/upgrade")
	@Controls(value = Control.AUDIT, event = "kms.key.upgrade")
	Mono<Key> upgrade(@PathVariable UUID keyId, @RequestBody UpgradeRequest request, Caller caller, CallAudit audit) {
		return this.administration.upgrade(keyId, request.target(), caller, audit);
	}

	private static @Nullable String checked(@Nullable String reason) {
		if (reason != null) {
			FieldProblems problems = new FieldProblems();
			problems.add(BoundedText.problem("reason", reason, 1, LONGEST_REASON));
			problems.throwIfAny();
		}
		return reason;
	}

}
