package io.qnsp.kms.keys.life;

import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.kms.keys.KeyState;
import io.qnsp.kms.keys.reading.Key;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The life of keys over HTTP.
 */
@RestController
final class KeyController {

	private static final int LONGEST_REASON = 500;

	private final KeyAdministration administration;

	KeyController(KeyAdministration administration) {
		this.administration = administration;
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

	@DeleteMapping("/kms/v1/keys/{keyId}")
	@Controls(value = Control.AUDIT, event = "kms.key.delete")
	Mono<Key> delete(@PathVariable UUID keyId, @RequestParam @Nullable Integer waitingDays, Caller caller,
			CallAudit audit) {
		return this.administration.change(keyId, (key, now) -> KeyLifeCycle.planDestruction(key, waitingDays, now),
				caller, audit);
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
