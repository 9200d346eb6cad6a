package io.qnsp.audit.subscription;

import java.time.Duration;
import java.util.UUID;

import io.qnsp.core.lifecycle.PeriodicJob;
import io.qnsp.core.sql.Columns;
import io.qnsp.core.sql.Sql;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.keyring.Keyring;
import io.r2dbc.spi.Readable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Seals secrets of subscriptions under the current root key, after that has been changed.
 */
@Component
final class ResealedSecrets implements PeriodicJob {

	private static final Logger log = LoggerFactory.getLogger(ResealedSecrets.class);

	private final Sql system;

	private final Keyring keyring;

	ResealedSecrets(@Qualifier("systemSql") Sql system, Keyring keyring) {
		this.system = system;
		this.keyring = keyring;
	}

	@Override
	public String name() {
		return "audit-resealed-secrets";
	}

	@Override
	public Duration interval() {
		return Duration.ofMinutes(1);
	}

	// The root key's id is the third to eighteenth byte of what it seals.
	@Override
	public Mono<Void> run() {
		return this.system.query("""
				SELECT tenant_id, subscription_id, destination_secrets FROM audit_subscription
				WHERE substring(destination_secrets FROM 3 FOR 16) <> decode(:root, 'hex') LIMIT 100
				""")
			.bind("root", this.keyring.currentRoot().toString())
			.all(Sealed::of)
			.concatMap((secrets) -> Mono.defer(() -> reseal(secrets)).onErrorResume(DecryptionException.class, (ex) -> {
				log.warn("No root key opens the secrets of subscription {} (expected: the retired one is configured)",
						secrets.id());
				return Mono.empty();
			}))
			.then();
	}

	private Mono<Void> reseal(Sealed secrets) {
		String subject = DestinationSecrets.subject(secrets.tenantId(), secrets.id());
		byte[] open = this.keyring.open(secrets.envelope(), DestinationSecrets.PURPOSE, subject);
		return this.system.query("""
				UPDATE audit_subscription SET destination_secrets = :anew
				WHERE tenant_id = :tenant AND subscription_id = :id AND destination_secrets = :before
				""")
			.bind("anew", this.keyring.seal(open, DestinationSecrets.PURPOSE, subject))
			.bind("tenant", secrets.tenantId())
			.bind("id", secrets.id())
			.bind("before", secrets.envelope())
			.update()
			.then();
	}

	private record Sealed(UUID tenantId, UUID id, byte[] envelope) {

		static Sealed of(Readable row) {
			return new Sealed(Columns.required(row, "tenant_id", UUID.class),
					Columns.required(row, "subscription_id", UUID.class),
					Columns.required(row, "destination_secrets", byte[].class));
		}

	}

}
