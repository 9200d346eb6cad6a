package io.qnsp.audit.integrity.proof;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.qnsp.app.signing.PlatformPublicKey;
import io.qnsp.audit.integrity.seal.CheckpointSignatures;
import io.qnsp.audit.integrity.store.CheckpointRepository;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.integrity.Checkpoint;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import io.qnsp.crypto.digest.Digests;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Checkpoints and public keys over HTTP.
 */
@RestController
final class CheckpointController {

	private final CheckpointRepository checkpoints;

	private final CheckpointSignatures signatures;

	CheckpointController(CheckpointRepository checkpoints, CheckpointSignatures signatures) {
		this.checkpoints = checkpoints;
		this.signatures = signatures;
	}

	/**
	 * A part of the list of checkpoints.
	 *
	 * @param checkpoints the checkpoints, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record CheckpointList(List<Checkpoint> checkpoints, int limit, @Nullable String nextCursor) {

	}

	/**
	 * The keys that sign checkpoints.
	 *
	 * @param keys the newest first
	 */
	record CheckpointKeys(List<CheckpointKey> keys) {

	}

	/**
	 * A key that signs checkpoints.
	 *
	 * @param keyId its id
	 * @param algorithm what it signs with
	 * @param publicKey the raw public key
	 * @param fingerprint the SHA3-256 of the raw public key, hex
	 * @param createdAt from when on it signed
	 * @param retiredAt when another key took over, or {@code null} while it signs
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record CheckpointKey(UUID keyId, String algorithm, byte[] publicKey, String fingerprint, Instant createdAt,
			@Nullable Instant retiredAt) {

		static CheckpointKey of(PlatformPublicKey key) {
			return new CheckpointKey(key.keyId(), Checkpoint.ALGORITHM, key.publicKey(),
					HexFormat.of().formatHex(Digests.sha3_256(key.publicKey())), key.createdAt(), key.retiredAt());
		}

		@Override
		public String toString() {
			return "CheckpointKey[" + this.keyId + "]";
		}

	}

	@GetMapping("/v1/checkpoints")
	@Controls(value = Control.AUDIT, event = "audit.checkpoint.list")
	Mono<CheckpointList> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor,
			Caller caller, CallAudit audit) {
		PageRequest page = PageRequest.of(limit, null, cursor);
		return this.checkpoints.list(caller.tenantId(), page)
			.map((rows) -> Page.of(rows, page,
					(checkpoint) -> new PageRequest.Key(checkpoint.timestamp(), checkpoint.checkpointId())))
			.map((found) -> {
				audit.resource("checkpoint", "*").detail("count", found.items().size());
				return new CheckpointList(found.items(), page.limit(), found.nextCursor());
			});
	}

	@GetMapping("/v1/checkpoints/latest")
	@Controls(value = Control.AUDIT, event = "audit.checkpoint.read_latest")
	Mono<Checkpoint> latest(Caller caller, CallAudit audit) {
		audit.resource("checkpoint", "latest");
		return this.checkpoints.last(caller.tenantId())
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("checkpoint", "latest")));
	}

	@GetMapping("/v1/checkpoints/{checkpointId}")
	@Controls(value = Control.AUDIT, event = "audit.checkpoint.read")
	Mono<Checkpoint> find(@PathVariable UUID checkpointId, Caller caller, CallAudit audit) {
		audit.resource("checkpoint", checkpointId);
		return this.checkpoints.find(caller.tenantId(), checkpointId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("checkpoint", checkpointId)));
	}

	/**
	 * The public keys, without a credential like the keys of tokens: an auditor who holds
	 * an export needs no account to know who signed it.
	 */
	@GetMapping("/v1/checkpoints/keys")
	@Controls(event = "audit.checkpoint_key.list", anonymous = true)
	Mono<CheckpointKeys> keys() {
		return this.signatures.keys().map((keys) -> new CheckpointKeys(keys.stream().map(CheckpointKey::of).toList()));
	}

}
