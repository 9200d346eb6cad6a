package io.qnsp.kms.agility.migration;

import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.page.PageRequest;
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
 * Migration plans over HTTP.
 */
@RestController
final class MigrationPlanController {

	private static final String PLANS = "/kms/v1/crypto-agility/migration-plans";

	private static final String FEATURE = "kms.crypto-agility";

	private final PlanDrafts administration;

	private final PlanChanges changes;

	MigrationPlanController(PlanDrafts administration, PlanChanges changes) {
		this.administration = administration;
		this.changes = changes;
	}

	@PostMapping(PLANS)
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.migration_plan.create", feature = FEATURE)
	Mono<PlanAnswer.Created> create(@RequestBody CreatePlanRequest request, Caller caller, CallAudit audit) {
		return this.administration.create(request, caller, audit);
	}

	@GetMapping(PLANS)
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.migration_plan.list", feature = FEATURE)
	Mono<PlanAnswer.PlanList> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor,
			Caller caller, CallAudit audit) {
		return this.administration.list(PageRequest.of(limit, null, cursor), caller, audit);
	}

	@GetMapping(PLANS + "/{planId}")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.migration_plan.read", feature = FEATURE)
	Mono<PlanAnswer.Detail> read(@PathVariable UUID planId, Caller caller, CallAudit audit) {
		return this.administration.read(planId, caller, audit);
	}

	@PatchMapping(PLANS + "/{planId}")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.migration_plan.update", feature = FEATURE)
	Mono<PlanAnswer.Updated> change(@PathVariable UUID planId, @RequestBody UpdatePlanRequest request, Caller caller,
			CallAudit audit) {
		return this.changes.change(planId, request, caller, audit);
	}

}
