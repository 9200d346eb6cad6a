package io.qnsp.kms.byohsm.connection;

import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.tenant.AddOn;
import io.qnsp.kms.byohsm.connection.stored.ConnectionBody;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Connections over HTTP.
 */
@RestController
final class ConnectionController {

	private static final String FEATURE = "kms.byohsm";

	private final Connections connections;

	private final Validations validations;

	ConnectionController(Connections connections, Validations validations) {
		this.connections = connections;
		this.validations = validations;
	}

	@PostMapping("/kms/v1/byohsm/connections")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.hsm_connection.register", feature = FEATURE,
			addOn = AddOn.BYOHSM)
	Mono<ConnectionAnswer.Registered> register(@RequestBody ConnectionBody.Registration request, Caller caller,
			CallAudit audit) {
		return this.connections.register(request, caller, audit);
	}

	@GetMapping("/kms/v1/byohsm/connections")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.hsm_connection.list", feature = FEATURE,
			addOn = AddOn.BYOHSM)
	Mono<ConnectionAnswer.Listing> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor,
			Caller caller, CallAudit audit) {
		return this.connections.list(PageRequest.of(limit, null, cursor), caller, audit);
	}

	@GetMapping("/kms/v1/byohsm/connections/{connectionId}")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.hsm_connection.read", feature = FEATURE,
			addOn = AddOn.BYOHSM)
	Mono<ConnectionAnswer.Detail> read(@PathVariable UUID connectionId, Caller caller, CallAudit audit) {
		return this.connections.read(connectionId, caller, audit);
	}

	@PatchMapping("/kms/v1/byohsm/connections/{connectionId}")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.hsm_connection.update", feature = FEATURE,
			addOn = AddOn.BYOHSM)
	Mono<ConnectionAnswer.Updated> change(@PathVariable UUID connectionId, @RequestBody ConnectionBody.Change request,
			Caller caller, CallAudit audit) {
		return this.connections.change(connectionId, request, caller, audit);
	}

	@DeleteMapping("/kms/v1/byohsm/connections/{connectionId}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.hsm_connection.delete", feature = FEATURE,
			addOn = AddOn.BYOHSM)
	Mono<ResponseEntity<Void>> delete(@PathVariable UUID connectionId, @RequestParam @Nullable Boolean force,
			Caller caller, CallAudit audit) {
		return this.connections.delete(connectionId, Boolean.TRUE.equals(force), caller, audit);
	}

	@PostMapping("/kms/v1/byohsm/connections/{connectionId}/validate")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.hsm_connection.validate", feature = FEATURE,
			addOn = AddOn.BYOHSM)
	Mono<ConnectionAnswer.Validated> validate(@PathVariable UUID connectionId, Caller caller, CallAudit audit) {
		return this.validations.validate(connectionId, caller, audit);
	}

}
