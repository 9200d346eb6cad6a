package io.qnsp.tenant.tenants;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import io.qnsp.auth.member.Members;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.caller.Role;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.core.id.Ids;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.tenant.AddOn;
import io.qnsp.core.tenant.PlatformTenant;
import io.qnsp.core.tenant.Tier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Makes, lists and changes tenants.
 */
@Component
final class TenantAdministration implements Tenants {

	private final TenantRepository repository;

	private final CachedTenantDirectory directory;

	private final Members members;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	TenantAdministration(TenantRepository repository, CachedTenantDirectory directory, Members members, Changes changes,
			Ids ids, Clock clock) {
		this.repository = repository;
		this.directory = directory;
		this.members = members;
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
	}

	@Override
	public Mono<Boolean> ensure(UUID tenantId, String name, String slug, Tier tier, Set<AddOn> addOns) {
		return Mono.defer(() -> this.repository.insert(made(tenantId, name, slug, tier, List.copyOf(addOns))))
			.flatMap((made) -> made ? Mono.just(true)
					: this.repository.find(tenantId)
						.map((there) -> false)
						.switchIfEmpty(Mono.error(() -> slugTaken(slug))));
	}

	Mono<CreatedTenant> create(CreateTenantRequest request, Caller caller, CallAudit audit) {
		requireOperator(caller, "make tenants");
		UUID tenantId = this.ids.next();
		String slug = (request.slug() != null) ? request.slug() : TenantSlug.of(request.name(), tenantId);
		Tenant tenant = made(tenantId, request.name(), slug, request.tier(), checked(request.addOns()));
		audit.resource("tenant", tenantId);
		describe(tenant, audit);
		Mono<CreatedTenant> insert = this.repository.insert(tenant)
			.filter(Boolean::booleanValue)
			.switchIfEmpty(Mono.error(() -> slugTaken(slug)))
			.then(this.members.ensure(tenantId, request.owner().email(), request.owner().displayName(),
					Set.of(Role.OWNER)))
			.map((owner) -> CreatedTenant.of(tenant, owner))
			.doOnNext((created) -> audit.detail("ownerId", created.ownerId().toString()));
		return this.changes.commit(this.repository.asTenant(tenantId, caller.tenantId(), insert))
			.doOnNext((created) -> this.directory.forget(tenantId));
	}

	Mono<Page<Tenant>> list(@Nullable TenantStatus status, @Nullable Tier tier, PageRequest page, Caller caller) {
		if (caller.roles().stream().anyMatch(Role::isPlatform)) {
			return this.repository.listAcrossTenants(status, tier, page)
				.map((rows) -> Page.of(rows, page, Tenant::place));
		}
		return this.repository.find(caller.tenantId())
			.filter((own) -> (status == null || own.status() == status) && (tier == null || own.tier() == tier))
			.filter((own) -> page.after() == null)
			.map(List::of)
			.defaultIfEmpty(List.of())
			.map((rows) -> new Page<>(rows, null));
	}

	Mono<Tenant> find(UUID tenantId) {
		return this.repository.find(tenantId)
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("tenant", tenantId)));
	}

	Mono<Tenant> update(UUID tenantId, UpdateTenantRequest request, Caller caller, CallAudit audit) {
		audit.resource("tenant", tenantId);
		check(tenantId, request, caller);
		Mono<Tenant> work = this.repository
			.update(tenantId, request, this.clock.instant().truncatedTo(ChronoUnit.MICROS))
			.switchIfEmpty(Mono.error(() -> QnspException.notFound("tenant", tenantId)))
			.doOnNext((tenant) -> describe(tenant, audit));
		return this.changes.commit(work).doOnNext((tenant) -> this.directory.forget(tenantId));
	}

	private static void check(UUID tenantId, UpdateTenantRequest request, Caller caller) {
		if (request.isEmpty()) {
			throw QnspException.badRequest("body", "nothing to change (expected: name, tier, addOns or status)");
		}
		if (request.changesPurchase()) {
			requireOperator(caller, "change tier, addOns and status");
			checked(request.addOns());
		}
		if (request.status() == TenantStatus.SUSPENDED && tenantId.equals(PlatformTenant.ID)) {
			throw QnspException.conflict("The platform's own tenant can't be suspended (expected: another tenant)");
		}
	}

	private Tenant made(UUID tenantId, String name, String slug, Tier tier, List<AddOn> addOns) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
		return new Tenant(tenantId, name, slug, tier, addOns.stream().distinct().sorted().toList(), TenantStatus.ACTIVE,
				now, now);
	}

	private static List<AddOn> checked(@Nullable List<AddOn> addOns) {
		if (addOns == null) {
			return List.of();
		}
		if (addOns.contains(AddOn.NONE)) {
			throw QnspException.badRequest("addOns",
					"unknown add-on (expected: byohsm, key-escrow or one of audit-trails-retention-90, -180, -1yr, -7yr)");
		}
		return addOns;
	}

	private static void requireOperator(Caller caller, String what) {
		if (!caller.isPlatformOperator()) {
			throw new QnspException(ErrorCode.FORBIDDEN, "Only platform operators may " + what,
					Map.of("role", Role.PLATFORM_OPERATOR.wireName()));
		}
	}

	private static QnspException slugTaken(String slug) {
		return new QnspException(ErrorCode.ALREADY_EXISTS, "The slug %s is taken".formatted(slug),
				Map.of("slug", slug + " (expected: one that no other tenant has)"));
	}

	private static void describe(Tenant tenant, CallAudit audit) {
		audit.detail("slug", tenant.slug())
			.detail("tier", tenant.tier().wireName())
			.detail("addOns", TenantRepository.wireNames(tenant.addOns()))
			.detail("status", tenant.status().wireName());
	}

}
