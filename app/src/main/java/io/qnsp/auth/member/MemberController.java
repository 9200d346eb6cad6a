package io.qnsp.auth.member;

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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The users of a tenant over HTTP. The control pipeline has checked that the caller may
 * act in the tenant that the path names.
 */
@RestController
final class MemberController {

	private final MemberAdministration members;

	MemberController(MemberAdministration members) {
		this.members = members;
	}

	/**
	 * A part of the list of users.
	 *
	 * @param users the users, newest first
	 * @param limit how many were asked for
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record MemberList(List<Member> users, int limit, @Nullable String nextCursor) {

	}

	@GetMapping("/auth/tenants/{tenantId}/users")
	@Controls(value = { Control.ADMIN, Control.AUDIT }, event = "auth.user.list")
	Mono<MemberList> list(@PathVariable UUID tenantId, @RequestParam @Nullable Integer limit,
			@RequestParam @Nullable String cursor, CallAudit audit) {
		PageRequest page = PageRequest.of(limit, null, cursor);
		return this.members.list(tenantId, page).map((found) -> {
			audit.resource("user", "*").detail("count", found.items().size());
			return new MemberList(found.items(), page.limit(), found.nextCursor());
		});
	}

	@PostMapping("/auth/tenants/{tenantId}/users")
	@ResponseStatus(HttpStatus.CREATED)
	@Controls(value = { Control.ADMIN, Control.AUDIT }, event = "auth.user.create")
	Mono<Member> create(@PathVariable UUID tenantId, @Valid @RequestBody CreateMemberRequest request, Caller caller,
			CallAudit audit) {
		return this.members.create(tenantId, request, caller, audit);
	}

	@PatchMapping("/auth/tenants/{tenantId}/users/{userId}")
	@Controls(value = { Control.ADMIN, Control.AUDIT }, event = "auth.user.update")
	Mono<Member> update(@PathVariable UUID tenantId, @PathVariable UUID userId,
			@Valid @RequestBody UpdateMemberRequest request, Caller caller, CallAudit audit) {
		return this.members.update(tenantId, userId, request, caller, audit);
	}

}
