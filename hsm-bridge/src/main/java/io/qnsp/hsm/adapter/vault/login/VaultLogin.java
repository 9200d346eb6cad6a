package io.qnsp.hsm.adapter.vault.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import io.qnsp.hsm.HsmCredential;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.guard.BlockingLane;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The login of one connection. The credential is asked for when a token is needed, and
 * given back right after; only the token is kept. However many calls need one, there is
 * one login at a time. A credential that was refused is not tried again: not by the next
 * call, not by anybody who waits for the same login.
 */
public final class VaultLogin implements TokenCredential {

	private static final Duration MARGIN = Duration.ofMinutes(5);

	private final HsmCredential.Source credentials;

	private final EntraTokens entra;

	private final BlockingLane lane;

	private final Clock clock;

	private final AtomicReference<@Nullable AccessToken> token = new AtomicReference<>();

	private final AtomicReference<@Nullable Mono<AccessToken>> running = new AtomicReference<>();

	private final AtomicInteger refused = new AtomicInteger();

	/**
	 * Nobody logs in yet.
	 * @param credentials what opens the vault, asked for at each login
	 * @param entra who gives tokens
	 * @param lane threads for logins, which block
	 * @param clock the clock
	 */
	public VaultLogin(HsmCredential.Source credentials, EntraTokens entra, BlockingLane lane, Clock clock) {
		this.credentials = credentials;
		this.entra = entra;
		this.lane = lane;
		this.clock = clock;
	}

	@Override
	public Mono<AccessToken> getToken(TokenRequestContext request) {
		return Mono.defer(() -> {
			if (this.refused.get() > 0) {
				return Mono.error(refusal());
			}
			AccessToken held = this.token.get();
			if (held != null && request.getClaims() == null && isFresh(held)) {
				return Mono.just(held);
			}
			return joined(request);
		});
	}

	private boolean isFresh(AccessToken held) {
		Instant end = held.getExpiresAt().toInstant();
		return this.clock.instant().isBefore(end.minus(MARGIN));
	}

	// Who waits for a login may go away; the login goes on and ends by its own timeout.
	private Mono<AccessToken> joined(TokenRequestContext request) {
		Mono<AccessToken> mine = login(request).cache();
		Mono<AccessToken> other = this.running.compareAndExchange(null, mine);
		return (other != null) ? other : mine;
	}

	private Mono<AccessToken> login(TokenRequestContext request) {
		return Mono
			.usingWhen(this.credentials.open(),
					(credential) -> this.lane.run(() -> this.entra.obtain(credential, request)),
					(credential) -> Mono.fromRunnable(credential::close))
			.doOnNext(this.token::set)
			.doOnError(VaultLogin::isRefusal, (error) -> refuse())
			// before anyone hears of the end: who calls again then must not join what is
			// over
			.doOnTerminate(() -> this.running.set(null))
			.doOnCancel(() -> this.running.set(null));
	}

	private static boolean isRefusal(Throwable error) {
		return error instanceof HsmException known && known.problem() == Problem.AUTHENTICATION;
	}

	/** Forgets the token, so that the next call logs in again. */
	public void drop() {
		this.token.set(null);
	}

	/** Counts a refusal; from now on there is no login any more. */
	public void refuse() {
		this.refused.incrementAndGet();
		this.token.set(null);
	}

	private HsmException refusal() {
		return new HsmException(Problem.AUTHENTICATION,
				"the credential was refused and is not tried again (expected: a new one, and to open the connection again)");
	}

	/**
	 * How often the credential was refused.
	 * @return a count; from 1 on there is no login any more
	 */
	public int refusedLogins() {
		return this.refused.get();
	}

}
