package io.qnsp.app.bootstrap;

import java.io.PrintStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.qnsp.auth.apikey.ApiKeyOrder;
import io.qnsp.auth.apikey.ApiKeys;
import io.qnsp.auth.apikey.IssuedApiKey;
import io.qnsp.auth.member.Members;
import io.qnsp.core.caller.ActorType;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.caller.Role;
import io.qnsp.core.change.Changes;
import io.qnsp.core.id.Ids;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.lifecycle.StartUpTask;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.core.tenant.AddOn;
import io.qnsp.core.tenant.PlatformTenant;
import io.qnsp.core.tenant.Tier;
import io.qnsp.tenant.tenants.Tenants;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/**
 * Makes the platform's tenant and the demo tenant, and their first keys.
 */
@Component
@Order(30)
final class Bootstrap implements StartUpTask {

	/** The demo tenant's id, the same on every installation. */
	static final UUID DEMO_TENANT = UUID.fromString("00000000-0000-7000-8000-000000000002");

	private static final Account OPERATOR = new Account(PlatformTenant.ID, "Platform", "platform",
			"operator@platform.qnsp.invalid", Role.PLATFORM_OPERATOR);

	private static final Account DEMO = new Account(DEMO_TENANT, "Demo", "demo", "owner@demo.qnsp.invalid", Role.OWNER);

	private final Tenants tenants;

	private final Members members;

	private final ApiKeys apiKeys;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	private final BootstrapProperties properties;

	private final boolean production;

	Bootstrap(Tenants tenants, Members members, ApiKeys apiKeys, Changes changes, Ids ids, Clock clock,
			BootstrapProperties properties, Environment environment) {
		this.tenants = tenants;
		this.members = members;
		this.apiKeys = apiKeys;
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
		this.properties = properties;
		this.production = environment.acceptsProfiles(Profiles.of("production"));
	}

	@Override
	public Mono<Void> prepare() {
		if (!this.production) {
			return Flux
				.concat(ensure(OPERATOR, this.properties.operatorApiKey()), ensure(DEMO, this.properties.apiKey()))
				.collectList()
				.doOnNext((made) -> print(made, System.out))
				.then();
		}
		String operatorKey = this.properties.operatorApiKey();
		String demoKey = this.properties.apiKey();
		Mono<Issued> operator = (operatorKey != null) ? ensure(OPERATOR, operatorKey) : requirePlatform();
		return operator.then((demoKey != null) ? ensure(DEMO, demoKey) : Mono.empty()).then();
	}

	// Nothing is printed in production, so the first operator key has to be given.
	private Mono<Issued> requirePlatform() {
		return Mono.error(() -> new IllegalStateException(
				"The production profile prints no keys: set QNSP_BOOTSTRAP_OPERATOR_API_KEY (expected: qnsp_pqc_ and 16..191 of A-Z a-z 0-9 _ -)"));
	}

	private Mono<Issued> ensure(Account account, @Nullable String key) {
		Mono<Issued> work = this.tenants
			.ensure(account.tenantId, account.name, account.slug, Tier.ENTERPRISE_ELITE,
					Set.of(AddOn.BYOHSM, AddOn.KEY_ESCROW))
			.then(this.members.ensure(account.tenantId, account.email, null, Set.of(account.role)))
			.flatMap((user) -> this.apiKeys.ensure(order(account, user), key))
			.map((issued) -> new Issued(account, issued, key == null));
		return this.changes.commit(work, this::event).contextWrite(TenantContext.with(account.tenantId));
	}

	private static ApiKeyOrder order(Account account, UUID user) {
		return new ApiKeyOrder(account.tenantId, ActorType.USER, user, "bootstrap", Set.of(account.role),
				List.of(Caller.UNLIMITED_SCOPE), null, "bootstrap");
	}

	private AuditEvent event(Issued made) {
		return new AuditEvent(this.ids.next(), "auth.api_key.create", "auth", AuditEvent.Severity.WARNING,
				this.clock.instant().truncatedTo(ChronoUnit.MILLIS), made.account.tenantId,
				new AuditEvent.Actor(ActorType.SYSTEM, "bootstrap", null, PlatformTenant.ID),
				new AuditEvent.Resource("api-key", made.key.apiKeyId().toString()), "create",
				AuditEvent.Outcome.SUCCESS, 201, new AuditEvent.Context("bootstrap", null, null, "bootstrap"), null,
				Map.of("roles", List.of(made.account.role.wireName())));
	}

	// Standard output and not the log: logs are kept and shipped, these keys must not be.
	private static void print(List<Issued> made, PrintStream out) {
		for (Issued one : made) {
			if (one.random) {
				out.printf("%n  API key of the %s tenant (%s), shown this once:%n    %s%n%n", one.account.slug,
						one.account.role.wireName(), one.key.key());
			}
		}
	}

	private record Account(UUID tenantId, String name, String slug, String email, Role role) {

	}

	private record Issued(Account account, IssuedApiKey key, boolean random) {

	}

}
