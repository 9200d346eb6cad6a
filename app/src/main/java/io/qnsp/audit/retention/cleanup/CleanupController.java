package io.qnsp.audit.retention.cleanup;

import java.util.List;
import java.util.UUID;

import io.qnsp.audit.retention.RetentionTurn;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.Access;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Preview, cleanup and executions over HTTP.
 */
@RestController
final class CleanupController {

	private static final String EXECUTIONS = "/v1/retention/executions";

	private static final String RESOURCE = "retention-execution";

	private final Cleanups cleanups;

	private final ExecutionRepository executions;

	CleanupController(Cleanups cleanups, ExecutionRepository executions) {
		this.cleanups = cleanups;
		this.executions = executions;
	}

	/**
	 * A part of the list of executions.
	 *
	 * @param executions the executions, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record ExecutionList(List<Execution.View> executions, int limit, @Nullable String nextCursor) {

	}

	@PostMapping("/v1/retention/cleanup")
	@Controls(value = { Control.ENTITLEMENTS, Control.ADMIN, Control.AUDIT }, event = "audit.retention.cleanup",
			feature = RetentionTurn.FEATURE, billable = "audit.retention_cleanup")
	Mono<CleanupResult> clean(@RequestBody CleanupRequest request, Caller caller, CallAudit audit) {
		return this.cleanups.clean(request, caller, audit);
	}

	@PostMapping("/v1/retention/preview")
	@Controls(value = Control.ENTITLEMENTS, event = "audit.retention.preview", feature = RetentionTurn.FEATURE,
			access = Access.READ)
	Mono<CleanupResult.Preview> preview(@RequestBody CleanupRequest.Preview request, Caller caller) {
		return this.cleanups.preview(request, caller);
	}

	@GetMapping(EXECUTIONS)
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "audit.retention_execution.list",
			feature = RetentionTurn.FEATURE)
	Mono<ExecutionList> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor,
			Caller caller, CallAudit audit) {
		PageRequest page = PageRequest.of(limit, null, cursor);
		return this.executions.list(caller.tenantId(), page).map((rows) -> {
			Page<Execution> found = Page.of(rows, page, Execution::place);
			audit.resource(RESOURCE, "*").detail("count", found.items().size());
			return new ExecutionList(found.items().stream().map(Execution::view).toList(), page.limit(),
					found.nextCursor());
		});
	}

	@GetMapping(EXECUTIONS + "/{executionId}")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "audit.retention_execution.read",
			feature = RetentionTurn.FEATURE)
	Mono<Execution.View> read(@PathVariable UUID executionId, Caller caller, CallAudit audit) {
		audit.resource(RESOURCE, executionId);
		return this.executions.find(caller.tenantId(), executionId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("retention execution", executionId)))
			.map(Execution::view);
	}

}
