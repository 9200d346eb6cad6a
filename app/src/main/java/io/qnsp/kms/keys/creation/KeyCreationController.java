package io.qnsp.kms.keys.creation;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.kms.keys.reading.Key;
import jakarta.validation.Valid;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * New keys over HTTP.
 */
@RestController
final class KeyCreationController {

	private final KeyCreation creation;

	KeyCreationController(KeyCreation creation) {
		this.creation = creation;
	}

	@PostMapping("/kms/v1/keys")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = { Control.QUOTA, Control.AUDIT }, event = "kms.key.create", quota = NewKeys.QUOTA)
	Mono<Key> create(@Valid @RequestBody CreateKeyRequest request, Caller caller, CallAudit audit) {
		return this.creation.create(request, caller, audit);
	}

}
