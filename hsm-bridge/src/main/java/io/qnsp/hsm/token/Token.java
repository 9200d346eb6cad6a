package io.qnsp.hsm.token;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;

import io.qnsp.hsm.HsmCredential;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmTarget;
import io.qnsp.hsm.binding.Cryptoki;
import io.qnsp.hsm.binding.CryptokiException;
import io.qnsp.hsm.binding.CryptokiSession;
import io.qnsp.hsm.binding.TokenInfo;
import io.qnsp.hsm.module.Pkcs11Module;
import org.jspecify.annotations.Nullable;

/**
 * One token, for one connection. Safe for use by all threads of the connection, which are
 * what bounds the sessions: each thread has one at a time.
 */
public final class Token implements AutoCloseable {

	private static final Duration RESTART_PATIENCE = Duration.ofMillis(50);

	private static final Duration LOGIN_PATIENCE = Duration.ofSeconds(60);

	private final Pkcs11Module module;

	private final HsmTarget.Token target;

	private final int wantedSessions;

	private final ReentrantLock opening = new ReentrantLock();

	private final AtomicReference<@Nullable OpenToken> open = new AtomicReference<>();

	private final AtomicInteger refusedLogins = new AtomicInteger();

	// What the token said of it, for whoever asks next.
	private volatile String refusal = "too few tries are left";

	private volatile boolean closed;

	private volatile boolean known;

	private final Losses losses = new Losses();

	/**
	 * Nothing happens yet.
	 * @param module the library
	 * @param target which of its tokens
	 * @param wantedSessions how many sessions to have at most, if the token allows them
	 */
	public Token(Pkcs11Module module, HsmTarget.Token target, int wantedSessions) {
		this.module = module;
		this.target = target;
		this.wantedSessions = wantedSessions;
	}

	/**
	 * How often a PIN was refused.
	 * @return 0 or more; from 1 on no login is tried
	 */
	public int refusedLogins() {
		return this.refusedLogins.get();
	}

	/**
	 * Works in a session.
	 * @param work what to do
	 * @return what it returned
	 * @throws LoginRequiredException if {@link #login} must come first
	 * @throws SessionLostException if it should be tried again
	 * @throws HsmException if the token can't be used
	 * @throws CryptokiException what else the library answers
	 */
	public <T extends @Nullable Object> T run(Function<TokenSession, T> work) {
		return watched((cryptoki, there) -> {
			if (!there.isLoggedIn()) {
				requireAcceptedPin();
				throw new LoginRequiredException();
			}
			CryptokiSession session = there.borrow(cryptoki);
			boolean fine = false;
			try {
				T result = work.apply(new TokenSession(session, there.info(), there.facts()));
				fine = true;
				return result;
			}
			finally {
				// what state a failed operation leaves a session in is not known
				there.giveBack(session, fine);
			}
		});
	}

	private <T extends @Nullable Object> T watched(BiFunction<Cryptoki, OpenToken, T> call) {
		return this.module.use((cryptoki) -> {
			OpenToken there = null;
			try {
				there = opened(cryptoki);
				T result = call.apply(cryptoki, there);
				this.losses.none();
				return result;
			}
			catch (CryptokiException ex) {
				requireOpen(ex);
				throw lost(there, ex);
			}
			catch (HsmException ex) {
				// without a login the token shows no key
				if (ex.problem() == Problem.KEY_MISSING) {
					requireOpen(ex);
				}
				throw ex;
			}
			catch (TokenGoneException ex) {
				requireOpen(ex);
				this.losses.token(this.module.starts());
				forget(there);
				throw new HsmException(Problem.UNAVAILABLE, this.target + ": the token is gone", ex);
			}
		});
	}

	// Calls under way lose their login by our own hand: the token is not to blame.
	private void requireOpen(@Nullable Throwable cause) {
		if (this.closed) {
			HsmException closing = new HsmException(Problem.UNAVAILABLE, this.target + ": the connection is closed");
			if (cause != null) {
				closing.initCause(cause);
			}
			throw closing;
		}
	}

	private RuntimeException lost(@Nullable OpenToken there, CryptokiException ex) {
		if (Losses.isOfSession(ex)) {
			forget(there);
			return new SessionLostException(ex);
		}
		if (Losses.isOfToken(ex)) {
			this.losses.token(this.module.starts());
			forget(there);
		}
		return ex;
	}

	// Another call may have opened the token anew meanwhile: that is left alone.
	private void forget(@Nullable OpenToken there) {
		if (there != null && this.open.compareAndSet(there, null)) {
			there.close();
		}
	}

	private OpenToken opened(Cryptoki cryptoki) {
		OpenToken there = ofThisStart();
		if (there != null) {
			return there;
		}
		lock();
		try {
			there = ofThisStart();
			if (there != null) {
				return there;
			}
			TokenInfo info = find(cryptoki);
			this.module.claim(info, this);
			if (this.closed) {
				this.module.release(this);
			}
			requireOpen(null);
			there = OpenToken.open(cryptoki, info, this.module.starts(), info.sessions(this.wantedSessions));
			this.open.set(there);
			this.known = true;
			return there;
		}
		finally {
			this.opening.unlock();
		}
	}

	// Handles of an earlier start of the library may be others' by now.
	private @Nullable OpenToken ofThisStart() {
		OpenToken there = this.open.get();
		return (there != null && there.start() == this.module.starts()) ? there : null;
	}

	// A token that was there before is not unknown, but gone.
	private TokenInfo find(Cryptoki cryptoki) {
		try {
			return this.module.find(cryptoki, this.target);
		}
		catch (HsmException ex) {
			if (ex.problem() != Problem.NO_SUCH_TOKEN) {
				throw ex;
			}
			if (this.known || !this.module.isInUse()) {
				this.losses.token(this.module.starts());
			}
			throw this.known ? new HsmException(Problem.UNAVAILABLE, this.target + ": the token is gone", ex) : ex;
		}
	}

	private void lock() {
		try {
			if (!this.opening.tryLock(LOGIN_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				throw new HsmException(Problem.UNAVAILABLE, this.target + ": another call still opens it");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new HsmException(Problem.UNAVAILABLE, this.target + ": interrupted while it is opened", ex);
		}
	}

	/**
	 * Logs in, unless another call has done it meanwhile.
	 * @param pin the PIN
	 * @throws HsmException {@link Problem#AUTHENTICATION} if the PIN is refused, now or
	 * earlier; {@link Problem#PAUSED} if the token refused too many of others
	 */
	public void login(HsmCredential.Pin pin) {
		watched((cryptoki, there) -> {
			lock();
			try {
				requireAcceptedPin();
				if (!there.isLoggedIn()) {
					this.module.requireNoPause(there.info());
					requireTriesLeft(cryptoki, there);
					login(there, pin);
				}
			}
			finally {
				this.opening.unlock();
			}
			return null;
		});
	}

	private void login(OpenToken there, HsmCredential.Pin pin) {
		try {
			there.login(pin);
			this.module.acceptedPin(there.info());
		}
		catch (CryptokiException ex) {
			if (!Losses.isOfPin(ex)) {
				throw ex;
			}
			this.refusal = Objects.requireNonNullElse(ex.getMessage(), this.refusal);
			this.refusedLogins.incrementAndGet();
			this.module.refusedPin(there.info());
			throw new HsmException(Problem.AUTHENTICATION, this.target + ": " + ex.getMessage(), ex);
		}
	}

	private void requireTriesLeft(Cryptoki cryptoki, OpenToken there) {
		if (cryptoki.token(there.info().slot()).filter(TokenInfo::isAboutToLock).isPresent()) {
			this.refusedLogins.incrementAndGet();
			throw new HsmException(Problem.AUTHENTICATION,
					this.target + ": PINs were refused so often that the next one"
							+ " may lock the token (expected: a login with the vendor's own tools first)");
		}
	}

	private void requireAcceptedPin() {
		int refused = this.refusedLogins.get();
		if (refused > 0) {
			throw new HsmException(Problem.AUTHENTICATION,
					this.target + ": the PIN was refused " + ((refused == 1) ? "once" : refused + " times") + " ("
							+ this.refusal
							+ ") and is not tried again, since tokens lock themselves (expected: new credentials)");
		}
	}

	/**
	 * Starts the library again if the token was lost under its present start, seldom: the
	 * library's other tokens lose their sessions by it.
	 * @return whether something has changed, so that trying again makes sense
	 */
	public boolean restart() {
		return this.losses.mayRestart() && this.module.restart(this.losses.start(), RESTART_PATIENCE);
	}

	/** Gives the slot back without a word to the token. */
	public void release() {
		this.closed = true;
		this.module.release(this);
	}

	@Override
	public void close() {
		this.closed = true;
		try {
			if (this.open.get() != null) {
				this.module.use((cryptoki) -> {
					OpenToken there = ofThisStart();
					this.open.set(null);
					if (there != null) {
						there.logout();
						there.close();
					}
					return null;
				});
			}
		}
		finally {
			this.module.release(this);
		}
	}

}
