package io.qnsp.auth.serviceaccount;

import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import io.qnsp.auth.subject.Subject;
import io.qnsp.auth.subject.SubjectSource;
import io.qnsp.auth.subject.SubjectStatus;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.sql.TenantContext;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Looks service accounts up for the other features.
 */
@Component
final class StoredServiceAccounts implements ServiceAccounts, SubjectSource {

	private final ServiceAccountRepository repository;

	StoredServiceAccounts(ServiceAccountRepository repository) {
		this.repository = repository;
	}

	@Override
	public Mono<Account> find(UUID tenantId, UUID serviceAccountId) {
		return this.repository.find(tenantId, serviceAccountId)
			.map((account) -> new Account(account.tenantId(), account.serviceAccountId(), Set.copyOf(account.roles()),
					account.audiences().stream().map(Audience::wireName).collect(Collectors.toUnmodifiableSet()),
					account.status() == SubjectStatus.ACTIVE))
			.contextWrite(TenantContext.with(tenantId));
	}

	@Override
	public ActorType type() {
		return ActorType.SERVICE;
	}

	@Override
	public Mono<Subject> findSubject(UUID tenantId, UUID subjectId) {
		return this.repository.find(tenantId, subjectId)
			.map((account) -> new Subject(ActorType.SERVICE, account.serviceAccountId(), Set.copyOf(account.roles()),
					account.status() == SubjectStatus.ACTIVE));
	}

}
