package io.qnsp.hsm.adapter;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

import io.qnsp.hsm.HsmAdapter;
import io.qnsp.hsm.HsmCapabilities;
import io.qnsp.hsm.HsmCredential;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm;
import io.qnsp.hsm.HsmKeyRequest;
import io.qnsp.hsm.HsmSignatureScheme;
import io.qnsp.hsm.HsmWrapScheme;
import io.qnsp.hsm.binding.CryptokiException;
import io.qnsp.hsm.guard.BlockingLane;
import io.qnsp.hsm.operation.Decapsulating;
import io.qnsp.hsm.operation.KeyFinding;
import io.qnsp.hsm.operation.KeyMaking;
import io.qnsp.hsm.operation.Mechanisms;
import io.qnsp.hsm.operation.Signing;
import io.qnsp.hsm.operation.Trial;
import io.qnsp.hsm.operation.Wrapping;
import io.qnsp.hsm.token.LoginRequiredException;
import io.qnsp.hsm.token.SessionLostException;
import io.qnsp.hsm.token.Token;
import io.qnsp.hsm.token.TokenSession;
import reactor.core.publisher.Mono;

/**
 * A token behind a PKCS#11 library. Logs in when the token wants it; sessions that the
 * token dropped are opened again once, and the call repeated.
 */
public final class Pkcs11Adapter implements HsmAdapter {

	private static final int PROBE_BYTES = 8;

	private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

	private final Token token;

	private final String library;

	private final BlockingLane lane;

	private final HsmCredential.Source credentials;

	/**
	 * Nothing is called yet.
	 * @param token the token
	 * @param library the operator's name of its library
	 * @param lane threads of this connection alone; closed with the adapter
	 * @param credentials where the PIN comes from
	 */
	public Pkcs11Adapter(Token token, String library, BlockingLane lane, HsmCredential.Source credentials) {
		this.token = token;
		this.library = library;
		this.lane = lane;
		this.credentials = credentials;
	}

	@Override
	public Mono<HsmCapabilities> validate() {
		return run("validate", (session) -> Trial.of(session, this.library));
	}

	@Override
	public Mono<HsmKey> create(HsmKeyRequest request) {
		return run("create " + request.algorithm().label(), (session) -> KeyMaking.make(session, request),
				(late) -> this.token.run((session) -> {
					KeyMaking.destroy(session, late.reference());
					return late;
				}));
	}

	@Override
	public Mono<HsmKey> find(HsmKeyAlgorithm algorithm, String label) {
		return run("find", (session) -> KeyFinding.secretKey(session, algorithm, label)).flatMap(Mono::justOrEmpty);
	}

	@Override
	public Mono<Void> destroy(HsmKey key) {
		return run("destroy", (session) -> {
			KeyMaking.destroy(session, key.reference());
			return key;
		}).then();
	}

	@Override
	public Mono<byte[]> sign(HsmKey key, HsmSignatureScheme scheme, byte[] message) {
		return run(scheme.label(), (session) -> Signing.sign(session, key, scheme, message));
	}

	@Override
	public Mono<Boolean> verify(HsmKey key, HsmSignatureScheme scheme, byte[] message, byte[] signature) {
		return run(scheme.label(), (session) -> Signing.verify(session, key, scheme, message, signature));
	}

	@Override
	public Mono<byte[]> wrap(HsmKey key, HsmWrapScheme scheme, byte[] secret, byte[] associatedData) {
		return run(scheme.label(), (session) -> Wrapping.wrap(session, key, scheme, secret, associatedData));
	}

	@Override
	public Mono<byte[]> unwrap(HsmKey key, HsmWrapScheme scheme, byte[] wrapped, byte[] associatedData) {
		return run(scheme.label(), (session) -> Wrapping.unwrap(session, key, scheme, wrapped, associatedData));
	}

	@Override
	public Mono<byte[]> decapsulate(HsmKey key, byte[] ciphertext) {
		return run(key.algorithm().label(), (session) -> Decapsulating.decapsulate(session, key, ciphertext));
	}

	@Override
	public Mono<Void> probe() {
		return run("probe", (session) -> session.calls().random(PROBE_BYTES)).then();
	}

	@Override
	public Mono<Void> recover() {
		return this.lane.run(this.token::restart).then(probe());
	}

	@Override
	public int refusedLogins() {
		return this.token.refusedLogins();
	}

	private <T> Mono<T> run(String what, Function<TokenSession, T> work) {
		return run(what, work, (late) -> {
		});
	}

	private <T> Mono<T> run(String what, Function<TokenSession, T> work, Consumer<T> undo) {
		Mono<T> attempt = loggedIn(this.lane.run(() -> this.token.run(work), undo));
		return attempt.onErrorResume(SessionLostException.class, (lost) -> attempt)
			.onErrorMap(SessionLostException.class, SessionLostException::answer)
			.onErrorMap(CryptokiException.class, (ex) -> Mechanisms.failure(ex, what));
	}

	private <T> Mono<T> loggedIn(Mono<T> attempt) {
		return attempt.onErrorResume(LoginRequiredException.class, (required) -> login().then(attempt))
			.onErrorMap(LoginRequiredException.class,
					(required) -> new HsmException(Problem.UNAVAILABLE, "the token does not stay logged in", required));
	}

	private Mono<Void> login() {
		return Mono.usingWhen(this.credentials.open(), (credential) -> this.lane.run(() -> {
			this.token.login(pin(credential));
			return true;
		}), (credential) -> Mono.fromRunnable(credential::close)).then();
	}

	private static HsmCredential.Pin pin(HsmCredential credential) {
		if (credential instanceof HsmCredential.Pin pin) {
			return pin;
		}
		throw new HsmException(Problem.AUTHENTICATION, credential + ": not for a PKCS#11 token (expected: a PIN)");
	}

	@Override
	public void close() {
		// a token that hangs keeps its threads, but not its slot
		this.lane.run(() -> {
			this.token.close();
			return true;
		}).timeout(CLOSE_PATIENCE).onErrorComplete().doFinally((signal) -> {
			this.token.release();
			this.lane.close();
		}).subscribe();
	}

}
