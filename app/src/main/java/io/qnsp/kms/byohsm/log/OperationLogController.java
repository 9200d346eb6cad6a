package io.qnsp.kms.byohsm.log;

import java.util.List;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.tenant.AddOn;
import io.qnsp.kms.byohsm.HsmConnections;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The list of operations over HTTP.
 */
@RestController
final class OperationLogController {

	private final HsmConnections connections;

	private final OperationRepository operations;

	OperationLogController(HsmConnections connections, OperationRepository operations) {
		this.connections = connections;
		this.operations = operations;
	}

	/**
	 * A part of the list of operations.
	 *
	 * @param operations the operations, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record OperationList(List<ListedOperation> operations, int limit, @Nullable String nextCursor) {

	}

	@GetMapping("/kms/v1/byohsm/connections/{connectionId}/operations")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.hsm_operation.list", feature = "kms.byohsm",
			addOn = AddOn.BYOHSM)
	Mono<OperationList> list(@PathVariable UUID connectionId, @RequestParam @Nullable Integer limit,
			@RequestParam @Nullable String cursor, Caller caller, CallAudit audit) {
		PageRequest page = PageRequest.of(limit, null, cursor);
		audit.resource("hsm-connection", connectionId);
		return this.connections.find(caller.tenantId(), connectionId)
			.then(Mono.defer(() -> this.operations.list(caller.tenantId(), connectionId, page)))
			.map((rows) -> Page.of(rows, page, ListedOperation::place))
			.map((found) -> new OperationList(found.items(), page.limit(), found.nextCursor()));
	}

}
