package io.qnsp.tenant.tenants;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.qnsp.core.caller.ActorType;
import io.qnsp.core.journal.AuditEvent;
import io.qnsp.core.journal.EventPosition;
import io.qnsp.core.journal.JournalEntry;
import io.qnsp.core.tenant.TenantProfile;
import io.qnsp.core.tenant.Tier;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class CachedTenantDirectoryTests {

	private static final UUID ID = UUID.fromString("00000000-0000-7000-8000-00000000aaaa");

	private final AtomicInteger lookUps = new AtomicInteger();

	private final AtomicReference<Mono<Tenant>> stored = new AtomicReference<>(Mono.just(tenant(Tier.FREE)));

	private final CachedTenantDirectory directory = new CachedTenantDirectory((id) -> Mono.defer(() -> {
		this.lookUps.incrementAndGet();
		return this.stored.get();
	}));

	@Test
	void looksAKnownTenantUpOnce() {
		for (int i = 0; i < 3; i++) {
			assertTier(Tier.FREE);
		}
		assertThat(this.lookUps).hasValue(1);
	}

	@Test
	void looksAnUnknownTenantUpOnceInAWhile() {
		this.stored.set(Mono.empty());
		StepVerifier.create(this.directory.find(ID)).verifyComplete();
		StepVerifier.create(this.directory.find(ID)).verifyComplete();
		assertThat(this.lookUps).hasValue(1);
	}

	@Test
	void doesNotRememberAFailure() {
		this.stored.set(Mono.error(new IllegalStateException("down")));
		StepVerifier.create(this.directory.find(ID)).verifyErrorMessage("down");
		this.stored.set(Mono.just(tenant(Tier.DEV_PRO)));
		assertTier(Tier.DEV_PRO);
	}

	@Test
	void simultaneousMissesShareOneLookUpAndACancelledOneTakesItFromNobody() {
		Sinks.One<Tenant> answer = Sinks.one();
		this.stored.set(answer.asMono());
		List<TenantProfile> seen = new ArrayList<>();
		Disposable first = this.directory.find(ID).subscribe(seen::add);
		this.directory.find(ID).subscribe(seen::add);
		this.directory.find(ID).subscribe(seen::add);
		first.dispose();
		answer.tryEmitValue(tenant(Tier.DEV_PRO)).orThrow();
		assertThat(seen).extracting(TenantProfile::tier).containsExactly(Tier.DEV_PRO, Tier.DEV_PRO);
		assertThat(this.lookUps).hasValue(1);
	}

	@Test
	void aLookUpThatBeganBeforeAChangeIsNotRememberedAfterIt() {
		Sinks.One<Tenant> old = Sinks.one();
		this.stored.set(old.asMono());
		List<TenantProfile> early = new ArrayList<>();
		this.directory.find(ID).subscribe(early::add);
		this.stored.set(Mono.just(tenant(Tier.ENTERPRISE_ELITE)));
		this.directory.forget(ID);
		assertTier(Tier.ENTERPRISE_ELITE);
		old.tryEmitValue(tenant(Tier.FREE)).orThrow();
		assertThat(early).extracting(TenantProfile::tier).containsExactly(Tier.FREE);
		assertTier(Tier.ENTERPRISE_ELITE);
	}

	@Test
	void followsTheJournal() {
		assertTier(Tier.FREE);
		this.stored.set(Mono.just(tenant(Tier.DEV_PRO)));
		this.directory.onEntries(List.of(entry("tenant.tenant.list", "*"), entry("auth.user.update", ID.toString())));
		assertTier(Tier.FREE);
		this.directory.onEntries(List.of(entry("tenant.tenant.update", ID.toString())));
		assertTier(Tier.DEV_PRO);
	}

	@Test
	void hearsOfATenantThatIsMadeAfterItWasAskedFor() {
		this.stored.set(Mono.empty());
		StepVerifier.create(this.directory.find(ID)).verifyComplete();
		this.stored.set(Mono.just(tenant(Tier.FREE)));
		this.directory.onEntries(List.of(entry("tenant.tenant.create", ID.toString())));
		assertTier(Tier.FREE);
	}

	private void assertTier(Tier tier) {
		StepVerifier.create(this.directory.find(ID).map(TenantProfile::tier)).expectNext(tier).verifyComplete();
	}

	private static Tenant tenant(Tier tier) {
		return new Tenant(ID, "Acme", "acme", tier, List.of(), TenantStatus.ACTIVE, Instant.EPOCH, Instant.EPOCH);
	}

	private static JournalEntry entry(String type, String resourceId) {
		AuditEvent event = new AuditEvent(new UUID(7, 1), type, "tenant", AuditEvent.Severity.INFO, Instant.EPOCH, ID,
				new AuditEvent.Actor(ActorType.SYSTEM, "test", null, ID), new AuditEvent.Resource("tenant", resourceId),
				"update", AuditEvent.Outcome.SUCCESS, 200, new AuditEvent.Context("request", null, null, "api"), null,
				Map.of());
		return new JournalEntry(new EventPosition(1, event.eventId()), event);
	}

}
