package io.qnsp.auth.serviceaccount;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.qnsp.auth.apikey.ApiKeyOrder;
import io.qnsp.auth.apikey.ApiKeys;
import io.qnsp.auth.revocation.Revocations;
import io.qnsp.auth.subject.RoleGrants;
import io.qnsp.auth.subject.Scopes;
import io.qnsp.auth.subject.SubjectStatus;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Creates, lists and disables service accounts on behalf of callers.
 */
@Component
final class ServiceAccountAdministration {

	private final ServiceAccountRepository repository;

	private final ApiKeys keys;

	private final Revocations revocations;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	ServiceAccountAdministration(ServiceAccountRepository repository, ApiKeys keys, Revocations revocations,
			Changes changes, Ids ids, Clock clock) {
		this.repository = repository;
		this.keys = keys;
		this.revocations = revocations;
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
	}

	Mono<CreatedServiceAccount> create(CreateServiceAccountRequest request, Caller caller, CallAudit audit) {
		RoleGrants.requireGrantable(caller, caller.tenantId(), request.roles());
		List<String> scopes = Scopes.read("scopes",
				(request.scopes() != null) ? request.scopes() : List.copyOf(caller.scopes()));
		Scopes.requireGrantable(caller, scopes);
		ServiceAccount account = new ServiceAccount(this.ids.next(), caller.tenantId(), request.name(),
				RoleGrants.sorted(request.roles()),
				(request.audiences() != null) ? request.audiences().stream().distinct().sorted().toList()
						: List.of(Audience.PLATFORM),
				SubjectStatus.ACTIVE, this.clock.instant().truncatedTo(ChronoUnit.MICROS));
		describe(account, audit);
		ApiKeyOrder order = new ApiKeyOrder(account.tenantId(), ActorType.SERVICE, account.serviceAccountId(),
				account.name(), Set.copyOf(account.roles()), scopes, null, caller.subject());
		Mono<CreatedServiceAccount> work = this.repository.insert(account)
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(() -> new QnspException(ErrorCode.ALREADY_EXISTS,
					"A service account of that name exists", Map.of("name", "taken (expected: another name)"))))
			.then(Mono.defer(() -> this.keys.issue(order)))
			.map((key) -> CreatedServiceAccount.of(account, key))
			.doOnNext((created) -> audit.detail("apiKeyId", created.apiKeyId().toString()));
		return this.changes.commit(work);
	}

	Mono<Page<ServiceAccount>> list(PageRequest page, Caller caller) {
		return this.repository.list(caller.tenantId(), page).map((rows) -> Page.of(rows, page, ServiceAccount::place));
	}

	Mono<ServiceAccount> setStatus(UUID id, SubjectStatus status, Caller caller, CallAudit audit) {
		audit.resource("service-account", id).detail("status", status.wireName());
		Mono<ServiceAccount> work = this.repository.lock(caller.tenantId(), id)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("service account", id)))
			.doOnNext((account) -> requireCovered(account, caller))
			.then(Mono.defer(() -> this.repository.setStatus(caller.tenantId(), id, status)));
		return this.changes.commit(work).doOnNext((account) -> this.revocations.announceChanged(id.toString()));
	}

	private static void requireCovered(ServiceAccount account, Caller caller) {
		if (!RoleGrants.coversAll(caller.roles(), account.roles())) {
			throw new QnspException(ErrorCode.FORBIDDEN,
					"The caller may not change a service account with larger roles than its own");
		}
	}

	private static void describe(ServiceAccount account, CallAudit audit) {
		audit.resource("service-account", account.serviceAccountId())
			.detail("roles", RoleGrants.wireNames(account.roles()))
			.detail("audiences", account.audiences().stream().map(Audience::wireName).toList());
	}

}
