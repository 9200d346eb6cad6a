package io.qnsp.kms.byohsm.connection.live;

import java.util.Set;

import io.qnsp.core.error.QnspException;
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

	private final KnownConnections known;

	private final LiveConnections live;

	WrappingKeys(ConnectionRepository connections, KnownConnections known, LiveConnections live) {
		this.connections = connections;
		this.known = known;
		this.live = live;
	}

	/**
	 * The key, made if there is none yet. Two who need it first at the same time get the
	 * same one.
	 * @param call what it is needed for
	 * @return the key, or a 409 when the connection is changed meanwhile
	 */
	public Mono<HsmKey> of(HsmCall call) {
		return stored(call).switchIfEmpty(Mono.defer(() -> made(call)))
			.onErrorResume(OvertakenException.class, (other) -> stored(call).switchIfEmpty(
					Mono.error(() -> QnspException.conflict("The connection was changed by somebody else meanwhile"))));
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
		// Known before the key is made, so never newer than what it is made with.
		return this.known.find(call.tenantId(), call.connectionId())
			.map((connection) -> connection.settings().version())
			.flatMap((version) -> this.live.create(call, wanted, (key) -> kept(call, version, key)));
	}

	private Mono<HsmKey> kept(HsmCall call, int version, HsmKey key) {
		return this.connections.setWrappingKey(call.tenantId(), call.connectionId(), version, key.reference())
			.flatMap((set) -> set ? Mono.just(key) : Mono.error(new OvertakenException()));
	}

	/** Somebody else has made the key or changed the connection meanwhile. */
	private static final class OvertakenException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		OvertakenException() {
			super("another wrapping key or settings came first", null, false, false);
		}

	}

}
