package io.qnsp.kms.keys.use;

import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.Access;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Batches over HTTP. Answers 200 with one result an item; the whole is refused only for
 * what concerns all items, such as the key.
 */
@RestController
final class BatchController {

	private final KeyBatches batches;

	BatchController(KeyBatches batches) {
		this.batches = batches;
	}

	@PostMapping("/kms/v1/keys/{keyId}/sign/batch")
	@Controls(value = Control.AUDIT, event = "kms.key.sign_batch", access = Access.USE)
	Mono<BatchAnswer> sign(@PathVariable UUID keyId, @Valid @RequestBody BatchRequest.Sign request,
			@RequestHeader(name = KeyUseController.APPLICATION, required = false) @Nullable String application,
			Caller caller, CallAudit audit) {
		return this.batches.sign(request, new KeyUses.Call(keyId, application, caller, audit));
	}

	@PostMapping("/kms/v1/keys/{keyId}/verify/batch")
	@Controls(value = Control.AUDIT, event = "kms.key.verify_batch", access = Access.READ)
	Mono<BatchAnswer> verify(@PathVariable UUID keyId, @Valid @RequestBody BatchRequest.Verify request,
			@RequestHeader(name = KeyUseController.APPLICATION, required = false) @Nullable String application,
			Caller caller, CallAudit audit) {
		return this.batches.verify(request, new KeyUses.Call(keyId, application, caller, audit));
	}

	@PostMapping("/kms/v1/keys/{keyId}/encrypt/batch")
	@Controls(value = Control.AUDIT, event = "kms.key.encrypt_batch", access = Access.USE)
	Mono<BatchAnswer> encrypt(@PathVariable UUID keyId, @Valid @RequestBody BatchRequest.Encrypt request,
			@RequestHeader(name = KeyUseController.APPLICATION, required = false) @Nullable String application,
			Caller caller, CallAudit audit) {
		return this.batches.encrypt(request, new KeyUses.Call(keyId, application, caller, audit));
	}

	@PostMapping("/kms/v1/keys/{keyId}/decrypt/batch")
	@Controls(value = Control.AUDIT, event = "kms.key.decrypt_batch", access = Access.USE)
	Mono<BatchAnswer> decrypt(@PathVariable UUID keyId, @Valid @RequestBody BatchRequest.Decrypt request,
			@RequestHeader(name = KeyUseController.APPLICATION, required = false) @Nullable String application,
			Caller caller, CallAudit audit) {
		return this.batches.decrypt(request, new KeyUses.Call(keyId, application, caller, audit));
	}

}
