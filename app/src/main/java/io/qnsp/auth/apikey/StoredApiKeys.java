package io.qnsp.auth.apikey;

import java.util.UUID;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

import io.qnsp.auth.apikey.ApiKeyRepository.Stored;
import io.qnsp.auth.subject.RoleGrants;
import io.qnsp.auth.subject.Subject;
import io.qnsp.auth.subject.Subjects;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.caller.Role;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.crypto.random.Randoms;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Makes keys and verifies them.
 */
@Component
final class StoredApiKeys implements ApiKeys {

	private final ApiKeyRepository repository;

	private final Subjects subjects;

	private final Randoms randoms;

	private final Ids ids;

	private final Clock clock;

	StoredApiKeys(ApiKeyRepository repository, Subjects subjects, Randoms randoms, Ids ids, Clock clock) {
		this.repository = repository;
		this.subjects = subjects;
		this.randoms = randoms;
		this.ids = ids;
		this.clock = clock;
	}

	@Override
	public Mono<VerifiedApiKey> verify(String key) {
		if (!ApiKeyFormat.isAcceptable(key)) {
			return Mono.error(unknown());
		}
		KeyHash hash = KeyHash.of(key);
		return this.repository.findByHash(hash)
			.filter((stored) -> stored.hash().matches(hash))
			.switchIfEmpty(Mono.error(StoredApiKeys::unknown))
			.flatMap(this::check);
	}

	@Override
	public Mono<IssuedApiKey> issue(ApiKeyOrder order) {
		return Mono.defer(() -> insert(order, ApiKeyFormat.generate(this.randoms)))
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("Two random keys were the same")));
	}

	@Override
	public Mono<IssuedApiKey> ensure(ApiKeyOrder order, @Nullable String key) {
		if (key == null) {
			return this.repository.hasUsable(order.tenantId(), holderOf(order), order.name())
				.flatMap((usable) -> usable ? Mono.empty() : issue(order));
		}
		if (!ApiKeyFormat.isAcceptable(key)) {
			return Mono.error(new IllegalArgumentException(
					"API key of %d characters (expected: qnsp_pqc_ and 16..191 of A-Z a-z 0-9 _ -)"
						.formatted(key.length())));
		}
		return Mono.defer(() -> insert(order, key)).switchIfEmpty(Mono.defer(() -> checkTenant(order, key)));
	}

	@Override
	public Mono<Boolean> exists(UUID tenantId, UUID apiKeyId) {
		return this.repository.exists(tenantId, apiKeyId);
	}

	private Mono<IssuedApiKey> insert(ApiKeyOrder order, String key) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
		ApiKey.Holder holder = holderOf(order);
		ApiKey made = new ApiKey(this.ids.next(), order.name(), ApiKeyFormat.shown(key), holder.userId(),
				holder.serviceAccountId(), RoleGrants.sorted(order.roles()), order.scopes(), ApiKey.Status.ACTIVE,
				order.createdBy(), now, order.expiresAt(), null);
		return this.repository.insert(order.tenantId(), made, KeyHash.of(key))
			.filter(Boolean::booleanValue)
			.map((inserted) -> new IssuedApiKey(made.apiKeyId(), made.name(), key, made.prefix(), made.userId(),
					made.serviceAccountId(), made.roles(), made.scopes(), made.createdBy(), made.createdAt(),
					made.expiresAt()));
	}

	private Mono<IssuedApiKey> checkTenant(ApiKeyOrder order, String key) {
		return this.repository.findByHash(KeyHash.of(key))
			.flatMap((stored) -> stored.tenantId().equals(order.tenantId()) ? Mono.empty()
					: Mono.error(new IllegalArgumentException(
							"The API key for tenant %s belongs to another tenant (expected: a key of its own)"
								.formatted(order.tenantId()))));
	}

	private Mono<VerifiedApiKey> check(Stored stored) {
		return switch (ApiKey.statusAt(this.clock.instant(), stored.expiresAt(), stored.revokedAt())) {
			case REVOKED -> Mono.error(refused("The API key is revoked"));
			case EXPIRED ->
				Mono.error(new QnspException(ErrorCode.TOKEN_EXPIRED, "The API key expired at " + stored.expiresAt()));
			case ACTIVE -> this.subjects.find(stored.tenantId(), stored.holder().type(), stored.holder().id())
				.filter(Subject::active)
				.switchIfEmpty(Mono.error(() -> refused("The API key's user or service account is disabled")))
				.map((subject) -> verified(stored, subject));
		};
	}

	private static VerifiedApiKey verified(Stored stored, Subject subject) {
		Set<Role> roles = RoleGrants.limit(stored.roles(), subject.roles());
		if (roles.isEmpty()) {
			throw refused("The API key's user or service account holds none of its roles any more");
		}
		String keyId = stored.apiKeyId().toString();
		return new VerifiedApiKey(new Caller(stored.tenantId(), stored.tenantId(), subject.type(),
				subject.subjectId().toString(), keyId, roles, Set.copyOf(stored.scopes()), keyId), stored.expiresAt());
	}

	private static ApiKey.Holder holderOf(ApiKeyOrder order) {
		return new ApiKey.Holder(order.subjectType(), order.subjectId());
	}

	private static QnspException unknown() {
		return refused("The API key is unknown");
	}

	private static QnspException refused(String message) {
		return new QnspException(ErrorCode.INVALID_TOKEN, message);
	}

}
