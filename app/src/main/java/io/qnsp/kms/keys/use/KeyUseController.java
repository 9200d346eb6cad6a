package io.qnsp.kms.keys.use;

import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.Access;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.kms.keys.KeyOperation;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Keys at work over HTTP.
 */
@RestController
final class KeyUseController {

	/** Names the application that uses a key, for the analytics. */
	static final String APPLICATION = "X-Application-Id";

	private final KeyUses uses;

	KeyUseController(KeyUses uses) {
		this.uses = uses;
	}

	@PostMapping("/kms/v1/keys/{keyId}/sign")
	@Controls(value = Control.AUDIT, event = "kms.key.sign", access = Access.USE)
	Mono<UseAnswer.Signature> sign(@PathVariable UUID keyId, @RequestBody UseRequest.Sign request,
			@RequestHeader(name = APPLICATION, required = false) @Nullable String application, Caller caller,
			CallAudit audit) {
		return this.uses.sign(request, new KeyUses.Call(keyId, application, caller, audit));
	}

	@PostMapping("/kms/v1/keys/{keyId}/verify")
	@Controls(value = Control.AUDIT, event = "kms.key.verify", access = Access.READ)
	Mono<UseAnswer.Verification> verify(@PathVariable UUID keyId, @Valid @RequestBody UseRequest.Verify request,
			@RequestHeader(name = APPLICATION, required = false) @Nullable String application, Caller caller,
			CallAudit audit) {
		return this.uses.verify(request, new KeyUses.Call(keyId, application, caller, audit));
	}

	@PostMapping("/kms/v1/keys/{keyId}/encrypt")
	@Controls(value = Control.AUDIT, event = "kms.key.encrypt", access = Access.USE)
	Mono<UseAnswer.Ciphertext> encrypt(@PathVariable UUID keyId, @RequestBody UseRequest.Encrypt request,
			@RequestHeader(name = APPLICATION, required = false) @Nullable String application, Caller caller,
			CallAudit audit) {
		return this.uses.encrypt(request, new KeyUses.Call(keyId, application, caller, audit), KeyOperation.ENCRYPT);
	}

	@PostMapping("/kms/v1/keys/{keyId}/decrypt")
	@Controls(value = Control.AUDIT, event = "kms.key.decrypt", access = Access.USE)
	Mono<UseAnswer.Plaintext> decrypt(@PathVariable UUID keyId, @RequestBody UseRequest.Decrypt request,
			@RequestHeader(name = APPLICATION, required = false) @Nullable String application, Caller caller,
			CallAudit audit) {
		return this.uses.decrypt(request, new KeyUses.Call(keyId, application, caller, audit), KeyOperation.DECRYPT);
	}

	@PostMapping("/kms/v1/keys/{keyId}/wrap")
	@Controls(value = Control.AUDIT, event = "kms.key.wrap", access = Access.USE)
	Mono<UseAnswer.Ciphertext> wrap(@PathVariable UUID keyId, @RequestBody UseRequest.Encrypt request,
			@RequestHeader(name = APPLICATION, required = false) @Nullable String application, Caller caller,
			CallAudit audit) {
		return this.uses.encrypt(request, new KeyUses.Call(keyId, application, caller, audit), KeyOperation.WRAP);
	}

	@PostMapping("/kms/v1/keys/{keyId}/unwrap")
	@Controls(value = Control.AUDIT, event = "kms.key.unwrap", access = Access.USE)
	Mono<UseAnswer.Plaintext> unwrap(@PathVariable UUID keyId, @RequestBody UseRequest.Decrypt request,
			@RequestHeader(name = APPLICATION, required = false) @Nullable String application, Caller caller,
			CallAudit audit) {
		return this.uses.decrypt(request, new KeyUses.Call(keyId, application, caller, audit), KeyOperation.UNWRAP);
	}

	@PostMapping("/kms/v1/keys/{keyId}/reencrypt")
	@Controls(value = Control.AUDIT, event = "kms.key.reencrypt", access = Access.USE)
	Mono<UseAnswer.Ciphertext> reencrypt(@PathVariable UUID keyId, @RequestBody UseRequest.Decrypt request,
			@RequestHeader(name = APPLICATION, required = false) @Nullable String application, Caller caller,
			CallAudit audit) {
		return this.uses.reencrypt(request, new KeyUses.Call(keyId, application, caller, audit));
	}

	@PostMapping("/kms/v1/keys/{keyId}/encapsulate")
	@Controls(value = Control.AUDIT, event = "kms.key.encapsulate", access = Access.USE)
	Mono<UseAnswer.SharedSecret> encapsulate(@PathVariable UUID keyId,
			@RequestHeader(name = APPLICATION, required = false) @Nullable String application, Caller caller,
			CallAudit audit) {
		return this.uses.encapsulate(new KeyUses.Call(keyId, application, caller, audit));
	}

	@PostMapping("/kms/v1/keys/{keyId}/decapsulate")
	@Controls(value = Control.AUDIT, event = "kms.key.decapsulate", access = Access.USE)
	Mono<UseAnswer.SharedSecret> decapsulate(@PathVariable UUID keyId,
			@Valid @RequestBody UseRequest.Decapsulate request,
			@RequestHeader(name = APPLICATION, required = false) @Nullable String application, Caller caller,
			CallAudit audit) {
		return this.uses.decapsulate(request, new KeyUses.Call(keyId, application, caller, audit));
	}

}
