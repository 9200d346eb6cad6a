package io.qnsp.kms.byohsm.connection.credential;

import java.util.UUID;

import io.qnsp.core.tenantkey.SealedFor;
import io.qnsp.core.tenantkey.TenantKeys;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.hsm.HsmCredential;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.kms.byohsm.connection.stored.StoredConnection;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Seals and opens credentials.
 */
@Component
public final class SealedCredentials {

	private static final String PURPOSE = "kms.hsm-credential";

	private final TenantKeys keys;

	SealedCredentials(TenantKeys keys) {
		this.keys = keys;
	}

	/**
	 * Seals a credential.
	 * @param credential the credential; closed afterwards
	 * @param tenantId whose it is
	 * @param connectionId what it opens
	 * @param version which version of the connection's settings
	 * @return the envelope
	 */
	public Mono<byte[]> seal(HsmCredential credential, UUID tenantId, UUID connectionId, int version) {
		return Mono
			.using(() -> CredentialForm.encode(credential),
					(bytes) -> this.keys.seal(bytes, boundTo(tenantId, connectionId, version)), SecretBytes::close)
			.doFinally((end) -> credential.close());
	}

	/**
	 * Opens a connection's credential.
	 * @param connection the row
	 * @return the credential; the caller closes it
	 */
	public Mono<HsmCredential> open(StoredConnection connection) {
		return Mono.usingWhen(unseal(connection), (bytes) -> Mono.fromSupplier(() -> CredentialForm.decode(bytes)),
				(bytes) -> Mono.fromRunnable(bytes::close));
	}

	/**
	 * Seals a connection's credential under its tenant's current key.
	 * @param connection the row
	 * @return the envelope
	 */
	Mono<byte[]> sealAnew(StoredConnection connection) {
		return Mono.usingWhen(unseal(connection), (bytes) -> this.keys.seal(bytes, boundTo(connection)),
				(bytes) -> Mono.fromRunnable(bytes::close));
	}

	private Mono<SecretBytes> unseal(StoredConnection connection) {
		return this.keys.open(connection.settings().sealed(), boundTo(connection))
			.onErrorMap(DecryptionException.class, (ex) -> new HsmException(Problem.AUTHENTICATION,
					"the credentials were destroyed with the tenant's keys (expected: new ones)", ex));
	}

	private static SealedFor boundTo(StoredConnection connection) {
		return boundTo(connection.tenantId(), connection.connectionId(), connection.settings().version());
	}

	private static SealedFor boundTo(UUID tenantId, UUID connectionId, int version) {
		return new SealedFor(tenantId, PURPOSE, connectionId.toString(), version);
	}

}
