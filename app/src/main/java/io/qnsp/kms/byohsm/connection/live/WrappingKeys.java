package io.qnsp.kms.byohsm.connection.live;

import java.util.Set;

import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmKeyRequest;
import io.qnsp.kms.byohsm.HsmCall;
import io.qnsp.kms.byohsm.connection.stored.ConnectionRepository;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * The one key of a connection that wraps what its HSM can't make itself: AES-256, made in
 * the HSM when it is first needed, and never to be read out of it.
 */
@Component
public final class WrappingKeys {

	private final ConnectionRepository connections;

	private final LiveConnections live;

	WrappingKeys(ConnectionRepository connections, LiveConnections live) {
		this.connections = connections;
		this.live = live;
	}

	/**
	 * The key, made if there is none yet. Two who need it first at the same time get the
	 * same one.
	 * @param call what it is needed for
	 * @return the key
	 */
	public Mono<HsmKey> of(HsmCall call) {
		return stored(call).switchIfEmpty(Mono.defer(() -> made(call)))
			.onErrorResume(OvertakenException.class, (other) -> stored(call));
	}

	private Mono<HsmKey> stored(HsmCall call) {
		return this.connections.wrappingKey(call.tenantId(), call.connectionId()).map(WrappingKeys::key);
	}

	/**
	 * A wrapping key by what the HSM finds it by.
	 * @param reference the reference
	 * @return the key
	 */
	public static HsmKey key(String reference) {
		return new HsmKey(reference, HsmKeyAlgorithm.AES_256, null);
	}

	private Mono<HsmKey> made(HsmCall call) {
		HsmKeyRequest wanted = new HsmKeyRequest(HsmKeyAlgorithm.AES_256,
				Set.of(HsmKeyRequest.Use.ENCRYPT, HsmKeyRequest.Use.WRAP), "qnsp-wrap-" + call.connectionId());
		return this.live.create(call, wanted,
				(key) -> this.connections.setWrappingKey(call.tenantId(), call.connectionId(), key.reference())
					.flatMap((set) -> set ? Mono.just(key) : Mono.error(new OvertakenException())));
	}

	/** Somebody else has made the key meanwhile. */
	private static final class OvertakenException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		OvertakenException() {
			super("another wrapping key was made first", null, false, false);
		}

	}

}
