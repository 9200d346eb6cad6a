package io.qnsp.kms.byohsm.connection.credential;

import java.time.Duration;

import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.TenantContext;
import io.qnsp.core.tenantkey.TenantKeys;
import io.qnsp.kms.byohsm.connection.claim.ClaimRepository;
import io.qnsp.kms.byohsm.connection.stored.ConnectionRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Seals credentials under the new key after a rotation of their tenant's.
 */
@Component
final class ResealedCredentials implements PeriodicJob {

	private static final Logger log = LoggerFactory.getLogger(ResealedCredentials.class);

	private static final int AT_ONCE = 200;

	private final ClaimRepository due;

	private final ConnectionRepository connections;

	private final SealedCredentials credentials;

	ResealedCredentials(ClaimRepository due, ConnectionRepository connections, SealedCredentials credentials) {
		this.due = due;
		this.connections = connections;
		this.credentials = credentials;
	}

	@Override
	public String name() {
		return "kms-hsm-credentials";
	}

	@Override
	public Duration interval() {
		return Duration.ofMinutes(1);
	}

	@Override
	public Mono<Void> run() {
		return this.due.toReseal(AT_ONCE)
			.flatMapMany(Flux::fromIterable)
			.concatMap((one) -> reseal(one).contextWrite(TenantContext.only(one.tenantId())))
			.then();
	}

	// One that fails stays due and stops no other.
	private Mono<Void> reseal(ClaimRepository.Due one) {
		return this.connections.find(one.tenantId(), one.connectionId())
			.flatMap((connection) -> this.credentials.sealAnew(connection)
				.flatMap((envelope) -> this.connections.reseal(connection, envelope,
						TenantKeys.sealedBy(envelope).orElseThrow())))
			.onErrorResume((ex) -> {
				log.warn("The credentials of HSM connection {} are sealed anew later", one.connectionId(), ex);
				return Mono.empty();
			});
	}

}
