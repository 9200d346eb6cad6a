package io.qnsp.auth.serviceaccount;

import java.util.List;
import java.util.UUID;

import io.qnsp.auth.subject.SubjectStatus;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.page.PageRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Service accounts over HTTP.
 */
@RestController
final class ServiceAccountController {

	private final ServiceAccountAdministration accounts;

	ServiceAccountController(ServiceAccountAdministration accounts) {
		this.accounts = accounts;
	}

	/**
	 * A part of the list of service accounts.
	 *
	 * @param serviceAccounts the accounts, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record ServiceAccountList(List<ServiceAccount> serviceAccounts, int limit, @Nullable String nextCursor) {

	}

	/**
	 * Asks for another status.
	 *
	 * @param status the status
	 */
	record StatusRequest(@NotNull(message = "missing (expected: active or disabled)") SubjectStatus status) {

	}

	@PostMapping("/auth/service-accounts")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = { Control.ADMIN, Control.AUDIT }, event = "auth.service_account.create")
	Mono<CreatedServiceAccount> create(@Valid @RequestBody CreateServiceAccountRequest request, Caller caller,
			CallAudit audit) {
		return this.accounts.create(request, caller, audit);
	}

	@GetMapping("/auth/service-accounts")
	@Controls(value = { Control.ADMIN, Control.AUDIT }, event = "auth.service_account.list")
	Mono<ServiceAccountList> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor,
			Caller caller, CallAudit audit) {
		PageRequest page = PageRequest.of(limit, null, cursor);
		return this.accounts.list(page, caller).map((found) -> {
			audit.resource("service-account", "*").detail("count", found.items().size());
			return new ServiceAccountList(found.items(), page.limit(), found.nextCursor());
		});
	}

	@PatchMapping("/auth/service-accounts/{serviceAccountId}/status")
	@Controls(value = { Control.ADMIN, Control.AUDIT }, event = "auth.service_account.update")
	Mono<ServiceAccount> setStatus(@PathVariable UUID serviceAccountId, @Valid @RequestBody StatusRequest request,
			Caller caller, CallAudit audit) {
		return this.accounts.setStatus(serviceAccountId, request.status(), caller, audit);
	}

}
