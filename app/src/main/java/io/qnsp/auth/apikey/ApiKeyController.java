package io.qnsp.auth.apikey;

import java.util.List;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.page.PageRequest;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * API keys over HTTP.
 */
@RestController
final class ApiKeyController {

	private final ApiKeyAdministration keys;

	ApiKeyController(ApiKeyAdministration keys) {
		this.keys = keys;
	}

	/**
	 * A part of the list of keys.
	 *
	 * @param apiKeys the keys, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record ApiKeyList(List<ApiKey> apiKeys, int limit, @Nullable String nextCursor) {

	}

	@PostMapping("/auth/api-keys")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = { Control.ADMIN, Control.AUDIT }, event = "auth.api_key.create")
	Mono<IssuedApiKey> create(@Valid @RequestBody CreateApiKeyRequest request, Caller caller, CallAudit audit) {
		return this.keys.create(request, caller, audit);
	}

	@GetMapping("/auth/api-keys")
	@Controls(value = Control.AUDIT, event = "auth.api_key.list")
	Mono<ApiKeyList> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor, Caller caller,
			CallAudit audit) {
		PageRequest page = PageRequest.of(limit, null, cursor);
		return this.keys.list(page, caller).map((found) -> {
			audit.resource("api-key", "*").detail("count", found.items().size());
			return new ApiKeyList(found.items(), page.limit(), found.nextCursor());
		});
	}

	@DeleteMapping("/auth/api-keys/{apiKeyId}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Controls(value = Control.AUDIT, event = "auth.api_key.delete")
	Mono<ResponseEntity<Void>> delete(@PathVariable UUID apiKeyId, Caller caller, CallAudit audit) {
		return this.keys.delete(apiKeyId, caller, audit);
	}

	@PostMapping("/auth/api-keys/{apiKeyId}/revoke")
	@Controls(value = Control.AUDIT, event = "auth.api_key.revoke")
	Mono<ApiKey> revoke(@PathVariable UUID apiKeyId, Caller caller, CallAudit audit) {
		return this.keys.revoke(apiKeyId, caller, audit);
	}

}
