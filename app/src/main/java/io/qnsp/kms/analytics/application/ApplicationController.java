package io.qnsp.kms.analytics.application;

import java.util.List;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.kms.analytics.usage.Usage;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Applications over HTTP.
 */
@RestController
final class ApplicationController {

	private static final String FEATURE = "kms.usage-analytics";

	private final ApplicationRecords records;

	ApplicationController(ApplicationRecords records) {
		this.records = records;
	}

	/**
	 * A part of the list of applications.
	 *
	 * @param applications the applications, by id
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record ApplicationList(List<Application> applications, int limit, @Nullable String nextCursor) {

	}

	@GetMapping("/kms/v1/analytics/applications")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.key_application.list", feature = FEATURE)
	Mono<ApplicationList> list(@RequestParam @Nullable Integer limit, @RequestParam @Nullable String cursor,
			Caller caller, CallAudit audit) {
		int most = ApplicationRecords.limit(limit);
		return this.records.list(caller, most, cursor).map((page) -> {
			audit.resource("key-application", "*").detail("count", page.items().size());
			return new ApplicationList(page.items(), most, page.nextCursor());
		});
	}

	@PostMapping("/kms/v1/analytics/applications/record")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = Usage.RECORDED, feature = FEATURE)
	Mono<RecordedUsage> record(@Valid @RequestBody RecordUsageRequest request, Caller caller, CallAudit audit) {
		return this.records.record(request, caller, audit);
	}

}
