package io.qnsp.kms.byohsm.key;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.core.caller.Caller;
import io.qnsp.core.change.Changes;
import io.qnsp.core.control.CallAudit;
import io.qnsp.core.id.Ids;
import io.qnsp.core.page.Page;
import io.qnsp.core.page.PageRequest;
import io.qnsp.core.quota.QuotaUsage;
import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.hsm.HsmKeyRequest;
import io.qnsp.kms.byohsm.HsmCall;
import io.qnsp.kms.byohsm.HsmConnections;
import io.qnsp.kms.byohsm.HsmDescription;
import io.qnsp.kms.byohsm.HsmKeyHolder;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Makes and lists keys in HSMs: the key first, which takes its time, then one short
 * transaction.
 */
@Component
final class HsmKeys implements HsmKeyHolder {

	/** The quota resource that a key uses as long as its connection is there. */
	static final String QUOTA = "kms.hsm.keys";

	private static final String LABEL = "qnsp-";

	private final HsmKeyRepository repository;

	private final HsmConnections connections;

	private final SoftwareKeys softwareKeys;

	private final QuotaUsage quota;

	private final Changes changes;

	private final Ids ids;

	private final Clock clock;

	HsmKeys(HsmKeyRepository repository, HsmConnections connections, SoftwareKeys softwareKeys, QuotaUsage quota,
			Changes changes, Ids ids, Clock clock) {
		this.repository = repository;
		this.connections = connections;
		this.softwareKeys = softwareKeys;
		this.quota = quota;
		this.changes = changes;
		this.ids = ids;
		this.clock = clock;
	}

	Mono<HsmKeyAnswer> create(CreateHsmKeyRequest request, Caller caller, CallAudit audit) {
		request.check();
		KeyPlan plan = KeyPlan.of(request);
		UUID connectionId = Objects.requireNonNull(request.connectionId());
		UUID keyId = this.ids.next();
		audit.resource("hsm-key", keyId)
			.detail("algorithm", plan.name())
			.detail("purpose", plan.purposes().stream().map(KeyPurpose::wireName).toList());
		HsmCall call = new HsmCall(caller.tenantId(), connectionId, keyId, audit);
		return this.connections.find(caller.tenantId(), connectionId)
			.map(HsmDescription::required)
			.flatMap((capabilities) -> {
				KeyProtection protection = plan.protection(capabilities, request.protection());
				audit.detail("protection", protection.wireName());
				return (protection == KeyProtection.HSM_NATIVE) ? inHsm(plan, request, call)
						: inSoftware(plan, request, call, capabilities);
			});
	}

	private Mono<HsmKeyAnswer> inHsm(KeyPlan plan, CreateHsmKeyRequest request, HsmCall call) {
		HsmKeyRequest wanted = new HsmKeyRequest(Objects.requireNonNull(plan.inHsm()), plan.uses(),
				LABEL + call.keyId());
		return this.connections.create(call, wanted, (made) -> recorded(
				row(plan, request, call, new StoredHsmKey.Place.Native(made.reference()), made.publicKey())));
	}

	private Mono<HsmKeyAnswer> inSoftware(KeyPlan plan, CreateHsmKeyRequest request, HsmCall call,
			HsmCapabilities capabilities) {
		return this.softwareKeys.make(Objects.requireNonNull(plan.inSoftware()), call, capabilities)
			.flatMap((made) -> recorded(row(plan, request, call, made.place(), made.publicKey())));
	}

	private StoredHsmKey row(KeyPlan plan, CreateHsmKeyRequest request, HsmCall call, StoredHsmKey.Place place,
			byte @Nullable [] publicKey) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
		return new StoredHsmKey(call.tenantId(), Objects.requireNonNull(call.keyId()), call.connectionId(), plan.type(),
				plan.name(), plan.purposes(), place, publicKey, request.name(), request.description(), now);
	}

	private Mono<HsmKeyAnswer> recorded(StoredHsmKey key) {
		return this.changes.commit(this.repository.insert(key).then(Mono.fromSupplier(() -> HsmKeyAnswer.of(key))));
	}

	Mono<Page<StoredHsmKey>> list(@Nullable UUID connectionId, PageRequest page, Caller caller) {
		return this.repository.list(caller.tenantId(), connectionId, page)
			.map((rows) -> Page.of(rows, page, StoredHsmKey::listPlace));
	}

	@Override
	public String name() {
		return "byohsmKeys";
	}

	@Override
	public Mono<Long> keysIn(UUID tenantId, UUID connectionId) {
		return this.repository.count(tenantId, connectionId);
	}

	@Override
	public Mono<Void> giveUp(UUID tenantId, UUID connectionId) {
		return this.repository.delete(tenantId, connectionId)
			.flatMap((keys) -> (keys > 0) ? this.quota.giveBack(tenantId, QUOTA, keys) : Mono.empty());
	}

}
