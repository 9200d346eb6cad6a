package io.qnsp.auth.apikey;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.qnsp.auth.revocation.Revocations;
import io.qnsp.auth.subject.RoleGrants;
import io.qnsp.auth.subject.Scopes;
import io.qnsp.auth.subject.Subject;
import io.qnsp.auth.subject.Subjects;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.caller.Role;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Creates, lists and revokes keys on behalf of callers.
 */
@Component
final class ApiKeyAdministration {

	private static final Duration LONGEST = Duration.ofDays(3660);

	private final ApiKeys keys;

	private final ApiKeyRepository repository;

	private final Subjects subjects;

	private final Revocations revocations;

	private final Changes changes;

	private final Clock clock;

	ApiKeyAdministration(ApiKeys keys, ApiKeyRepository repository, Subjects subjects, Revocations revocations,
			Changes changes, Clock clock) {
		this.keys = keys;
		this.repository = repository;
		this.subjects = subjects;
		this.revocations = revocations;
		this.changes = changes;
		this.clock = clock;
	}

	Mono<IssuedApiKey> create(CreateApiKeyRequest request, Caller caller, CallAudit audit) {
		Instant expiresAt = expiry(request.expiresAt());
		List<String> scopes = Scopes.read("scopes", request.scopes());
		Scopes.requireGrantable(caller, scopes);
		Mono<IssuedApiKey> work = holder(request, caller)
			.map((subject) -> order(request, subject, scopes, expiresAt, caller))
			.flatMap((order) -> this.keys.issue(order).doOnNext((issued) -> describe(issued, order, audit)));
		return this.changes.commit(work);
	}

	Mono<Page<ApiKey>> list(PageRequest page, Caller caller) {
		boolean all = caller.roles().contains(Role.PLATFORM_AUDITOR);
		return this.repository.list(caller.tenantId(), all ? null : limitedTo(caller), page)
			.map((rows) -> Page.of(rows, page, ApiKey::place));
	}

	/**
	 * Revokes a key. Doing it again changes nothing and succeeds.
	 */
	Mono<ApiKey> revoke(UUID apiKeyId, Caller caller, CallAudit audit) {
		audit.resource("api-key", apiKeyId);
		return this.changes.commit(revokeInTransaction(apiKeyId, caller))
			.doOnNext((revoked) -> this.revocations.announceRevoked(caller.tenantId(), apiKeyId.toString()));
	}

	/**
	 * The same without a body to answer.
	 */
	Mono<ResponseEntity<Void>> delete(UUID apiKeyId, Caller caller, CallAudit audit) {
		audit.resource("api-key", apiKeyId);
		ResponseEntity<Void> answer = ResponseEntity.noContent().build();
		return this.changes.commit(revokeInTransaction(apiKeyId, caller).thenReturn(answer))
			.doOnNext((done) -> this.revocations.announceRevoked(caller.tenantId(), apiKeyId.toString()));
	}

	private Mono<ApiKey> revokeInTransaction(UUID apiKeyId, Caller caller) {
		return this.repository.revoke(caller.tenantId(), apiKeyId, limitedTo(caller))
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("API key", apiKeyId)))
			.doOnNext((revoked) -> requireCovered(revoked, caller))
			.flatMap((revoked) -> this.revocations.write(caller.tenantId(), apiKeyId.toString()).thenReturn(revoked));
	}

	// The transaction is rolled back: an administrator does not lock out an owner.
	private static void requireCovered(ApiKey revoked, Caller caller) {
		boolean own = caller.subject().equals(String.valueOf(revoked.userId()))
				|| caller.subject().equals(String.valueOf(revoked.serviceAccountId()));
		if (!own && !RoleGrants.coversAll(caller.roles(), revoked.roles())) {
			throw new QnspException(ErrorCode.FORBIDDEN,
					"The caller may not revoke a key with larger roles than its own");
		}
	}

	private ApiKeyOrder order(CreateApiKeyRequest request, Subject subject, List<String> scopes,
			@Nullable Instant expiresAt, Caller caller) {
		if (!subject.active()) {
			throw QnspException.conflict("The user or service account is disabled (expected: active)");
		}
		if (!RoleGrants.coversAll(caller.roles(), subject.roles())) {
			throw new QnspException(ErrorCode.FORBIDDEN,
					"The caller may not make keys for a user or service account with larger roles than its own");
		}
		Set<Role> roles = (request.roles() != null) ? Set.copyOf(request.roles()) : subject.roles();
		RoleGrants.requireGrantable(caller, caller.tenantId(), roles);
		if (!RoleGrants.coversAll(subject.roles(), roles)) {
			throw QnspException.unprocessable("roles", "%s (expected: at most those of the user or service account: %s)"
				.formatted(RoleGrants.wireNames(roles), RoleGrants.wireNames(subject.roles())));
		}
		return new ApiKeyOrder(caller.tenantId(), subject.type(), subject.subjectId(), request.name(), roles, scopes,
				expiresAt, caller.subject());
	}

	private Mono<Subject> holder(CreateApiKeyRequest request, Caller caller) {
		if (request.userId() != null && request.serviceAccountId() != null) {
			return Mono
				.error(QnspException.badRequest("serviceAccountId", "both (expected: at most one of userId and it)"));
		}
		if (request.userId() != null) {
			return find(caller, ActorType.USER, "user", request.userId());
		}
		if (request.serviceAccountId() != null) {
			return find(caller, ActorType.SERVICE, "service account", request.serviceAccountId());
		}
		return self(caller);
	}

	private Mono<Subject> find(Caller caller, ActorType type, String what, UUID id) {
		return this.subjects.find(caller.tenantId(), type, id)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound(what, id)));
	}

	// Operators who act in another tenant, and people of an external issuer, are no
	// subjects of the tenant and can hold no key of it.
	private Mono<Subject> self(Caller caller) {
		UUID id = uuidOrNull(caller.subject());
		Mono<Subject> found = (id != null) ? this.subjects.find(caller.tenantId(), caller.actorType(), id)
				: Mono.empty();
		return found.switchIfEmpty(Mono.error(() -> QnspException.badRequest("userId",
				"missing (expected: a user or serviceAccountId of the tenant, since the caller is not one)")));
	}

	private @Nullable Instant expiry(@Nullable Instant asked) {
		if (asked == null) {
			return null;
		}
		Instant now = this.clock.instant();
		if (!asked.isAfter(now) || asked.isAfter(now.plus(LONGEST))) {
			throw QnspException.badRequest("expiresAt",
					asked + " (expected: after now, within " + LONGEST.toDays() + " days)");
		}
		return asked.truncatedTo(ChronoUnit.MICROS);
	}

	private static @Nullable UUID limitedTo(Caller caller) {
		return caller.isAdmin() ? null : uuidOrNobody(caller.subject());
	}

	private static UUID uuidOrNobody(String subject) {
		UUID id = uuidOrNull(subject);
		return (id != null) ? id : new UUID(0, 0);
	}

	private static @Nullable UUID uuidOrNull(String subject) {
		try {
			return UUID.fromString(subject);
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private static void describe(IssuedApiKey issued, ApiKeyOrder order, CallAudit audit) {
		audit.resource("api-key", issued.apiKeyId())
			.detail("subjectType", order.subjectType().wireName())
			.detail("subjectId", order.subjectId().toString())
			.detail("roles", RoleGrants.wireNames(order.roles()))
			.detail("scopes", order.scopes())
			.detail("expiresAt", (order.expiresAt() != null) ? order.expiresAt().toString() : null);
	}

}
