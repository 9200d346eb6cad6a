package io.qnsp.tenant.tenants;

import java.util.List;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.tenant.Tier;
import jakarta.validation.Valid;
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
 * Tenants over HTTP. The control pipeline has checked that the caller may act in the
 * tenant that a path names.
 */
@RestController
final class TenantController {

	private final TenantAdministration tenants;

	TenantController(TenantAdministration tenants) {
		this.tenants = tenants;
	}

	/**
	 * A part of the list of tenants.
	 *
	 * @param tenants the tenants, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record TenantList(List<Tenant> tenants, int limit, @Nullable String nextCursor) {

	}

	@PostMapping("/tenant/v1/tenants")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = { Control.ADMIN, Control.AUDIT }, event = "tenant.tenant.create")
	Mono<CreatedTenant> create(@Valid @RequestBody CreateTenantRequest request, Caller caller, CallAudit audit) {
		return this.tenants.create(request, caller, audit);
	}

	@GetMapping("/tenant/v1/tenants")
	@Controls(value = Control.AUDIT, event = "tenant.tenant.list")
	Mono<TenantList> list(@RequestParam @Nullable String status, @RequestParam @Nullable String tier,
			@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor, Caller caller,
			CallAudit audit) {
		PageRequest page = PageRequest.of(limit, null, cursor);
		return this.tenants.list(statusOf(status), tierOf(tier), page, caller).map((found) -> {
			audit.resource("tenant", "*").detail("count", found.items().size());
			return new TenantList(found.items(), page.limit(), found.nextCursor());
		});
	}

	@GetMapping("/tenant/v1/tenants/{tenantId}")
	@Controls(value = Control.AUDIT, event = "tenant.tenant.read")
	Mono<Tenant> read(@PathVariable UUID tenantId, CallAudit audit) {
		audit.resource("tenant", tenantId);
		return this.tenants.find(tenantId);
	}

	@PatchMapping("/tenant/v1/tenants/{tenantId}")
	@Controls(value = { Control.ADMIN, Control.AUDIT }, event = "tenant.tenant.update")
	Mono<Tenant> update(@PathVariable UUID tenantId, @Valid @RequestBody UpdateTenantRequest request, Caller caller,
			CallAudit audit) {
		return this.tenants.update(tenantId, request, caller, audit);
	}

	private static @Nullable TenantStatus statusOf(@Nullable String name) {
		return (name == null) ? null : TenantStatus.ofWireName(name)
			.orElseThrow(() -> QnspException.badRequest("status", "unknown (expected: active or suspended)"));
	}

	private static @Nullable Tier tierOf(@Nullable String name) {
		return (name == null) ? null : Tier.ofWireName(name)
			.orElseThrow(() -> QnspException.badRequest("tier", "unknown (expected: a tier such as dev-pro)"));
	}

}
