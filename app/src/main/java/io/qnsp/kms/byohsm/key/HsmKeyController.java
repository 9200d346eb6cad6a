package io.qnsp.kms.byohsm.key;

import java.util.List;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.control.Control;
import io.qnsp.core.control.Controls;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.tenant.AddOn;
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
 * Keys in HSMs over HTTP.
 */
@RestController
final class HsmKeyController {

	private static final String FEATURE = "kms.byohsm";

	private final HsmKeys keys;

	HsmKeyController(HsmKeys keys) {
		this.keys = keys;
	}

	/**
	 * A part of the list of keys.
	 *
	 * @param keys the keys, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record HsmKeyList(List<HsmKeyAnswer> keys, int limit, @Nullable String nextCursor) {

	}

	@PostMapping("/kms/v1/byohsm/keys")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = { Control.ENTITLEMENTS, Control.QUOTA, Control.AUDIT, Control.METERING },
			event = "kms.hsm_key.create", feature = FEATURE, addOn = AddOn.BYOHSM, billable = "kms.hsm.key.create",
			quota = HsmKeys.QUOTA)
	Mono<HsmKeyAnswer> create(@RequestBody CreateHsmKeyRequest request, Caller caller, CallAudit audit) {
		return this.keys.create(request, caller, audit);
	}

	@GetMapping("/kms/v1/byohsm/keys")
	@Controls(value = { Control.ENTITLEMENTS, Control.AUDIT }, event = "kms.hsm_key.list", feature = FEATURE,
			addOn = AddOn.BYOHSM)
	Mono<HsmKeyList> list(@RequestParam @Nullable UUID connectionId, @RequestParam @Nullable Integer limit,
			@RequestParam @Nullable String cursor, Caller caller, CallAudit audit) {
		PageRequest page = PageRequest.of(limit, null, cursor);
		return this.keys.list(connectionId, page, caller).map((found) -> {
			audit.resource("hsm-keys", "*").detail("count", found.items().size());
			return new HsmKeyList(found.items().stream().map(HsmKeyAnswer::of).toList(), page.limit(),
					found.nextCursor());
		});
	}

}
