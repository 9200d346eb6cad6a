package io.qnsp.hsm.token;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.qnsp.hsm.HsmCredential;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmTarget;
import io.qnsp.hsm.binding.Cryptoki;
import io.qnsp.hsm.binding.CryptokiException;
import io.qnsp.hsm.binding.CryptokiSession;
import io.qnsp.hsm.binding.ReturnCode;
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

	private volatile @Nullable OpenToken open;

	private final AtomicInteger refusedLogins = new AtomicInteger();

	private volatile boolean closed;

	// Under which start of the library the token was lost.
	private volatile long lostIn = -1;

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
		return this.module.use((cryptoki) -> {
			OpenToken there = opened(cryptoki);
			if (!there.isLoggedIn()) {
				requireAcceptedPin();
				throw new LoginRequiredException();
			}
			return inSession(cryptoki, there, work);
		});
	}

	private <T extends @Nullable Object> T inSession(Cryptoki cryptoki, OpenToken there,
			Function<TokenSession, T> work) {
		try {
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
		}
		catch (CryptokiException ex) {
			throw lost(there, ex);
		}
	}

	private RuntimeException lost(OpenToken there, CryptokiException ex) {
		if (Losses.isOfSession(ex)) {
			forget(there);
			return new SessionLostException(ex);
		}
		if (Losses.isOfToken(ex)) {
			this.lostIn = there.start();
			forget(there);
		}
		return ex;
	}

	private OpenToken opened(Cryptoki cryptoki) {
		OpenToken there = this.open;
		if (there != null && there.start() == this.module.starts()) {
			return there;
		}
		lock();
		try {
			there = this.open;
			if (there != null && there.start() == this.module.starts()) {
				return there;
			}
			if (this.closed) {
				throw new HsmException(Problem.UNAVAILABLE, this.target + ": the connection is closed");
			}
			TokenInfo info = this.module.find(cryptoki, this.target);
			this.module.claim(info, this);
			there = OpenToken.open(cryptoki, info, this.module.starts(), info.sessions(this.wantedSessions));
			this.open = there;
			return there;
		}
		finally {
			this.opening.unlock();
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
	 * earlier
	 */
	public void login(HsmCredential.Pin pin) {
		this.module.use((cryptoki) -> {
			OpenToken there = opened(cryptoki);
			lock();
			try {
				requireAcceptedPin();
				if (!there.isLoggedIn()) {
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
		}
		catch (CryptokiException ex) {
			if (Losses.isOfPin(ex)) {
				this.refusedLogins.incrementAndGet();
				throw new HsmException(Problem.AUTHENTICATION, this.target + ": " + ex.getMessage(), ex);
			}
			throw lost(there, ex);
		}
	}

	private void requireAcceptedPin() {
		int refused = this.refusedLogins.get();
		if (refused > 0) {
			throw new HsmException(Problem.AUTHENTICATION,
					this.target + ": the PIN was refused " + ((refused == 1) ? "once" : refused + " times")
							+ " and is not tried again, since tokens lock themselves (expected: new credentials)");
		}
	}

	/**
	 * Whether the token answers; opens it where needed, but does not log in.
	 * @throws HsmException if the token can't be used
	 * @throws CryptokiException what else the library answers
	 */
	public void look() {
		this.module.use((cryptoki) -> {
			OpenToken there = opened(cryptoki);
			try {
				there.look();
			}
			catch (CryptokiException ex) {
				throw lost(there, ex);
			}
			return null;
		});
	}

	/**
	 * Starts the library again if the token was lost under its present start.
	 * @return whether something has changed, so that trying again makes sense
	 */
	public boolean restart() {
		long start = this.lostIn;
		if (start < 0) {
			return false;
		}
		boolean restarted = this.module.restart(start, RESTART_PATIENCE);
		if (restarted) {
			this.lostIn = -1;
		}
		return restarted;
	}

	private void forget(OpenToken there) {
		lock();
		try {
			if (this.open == there) {
				this.open = null;
			}
		}
		finally {
			this.opening.unlock();
		}
		there.close();
	}

	@Override
	public void close() {
		this.closed = true;
		OpenToken there = this.open;
		this.open = null;
		try {
			if (there != null) {
				this.module.use((cryptoki) -> {
					end(there);
					return null;
				});
			}
		}
		finally {
			this.module.release(this);
		}
	}

	// Handles of an earlier start may be others' by now.
	private void end(OpenToken there) {
		if (there.start() == this.module.starts()) {
			there.logout();
			there.close();
		}
	}

	/** Names of return codes of one fate. */
	private static final class Losses {

		private static boolean isOfSession(CryptokiException ex) {
			return ex.is(ReturnCode.CKR_SESSION_HANDLE_INVALID, ReturnCode.CKR_SESSION_CLOSED,
					ReturnCode.CKR_USER_NOT_LOGGED_IN, ReturnCode.CKR_CRYPTOKI_NOT_INITIALIZED,
					ReturnCode.CKR_KEY_HANDLE_INVALID, ReturnCode.CKR_OBJECT_HANDLE_INVALID,
					ReturnCode.CKR_WRAPPING_KEY_HANDLE_INVALID, ReturnCode.CKR_UNWRAPPING_KEY_HANDLE_INVALID);
		}

		private static boolean isOfToken(CryptokiException ex) {
			return ex.is(ReturnCode.CKR_DEVICE_ERROR, ReturnCode.CKR_DEVICE_REMOVED, ReturnCode.CKR_TOKEN_NOT_PRESENT,
					ReturnCode.CKR_TOKEN_NOT_RECOGNIZED, ReturnCode.CKR_SLOT_ID_INVALID, ReturnCode.CKR_GENERAL_ERROR,
					ReturnCode.CKR_FUNCTION_FAILED, ReturnCode.CKR_DEVICE_MEMORY);
		}

		private static boolean isOfPin(CryptokiException ex) {
			return ex.is(ReturnCode.CKR_PIN_INCORRECT, ReturnCode.CKR_PIN_INVALID, ReturnCode.CKR_PIN_LEN_RANGE,
					ReturnCode.CKR_PIN_EXPIRED, ReturnCode.CKR_PIN_LOCKED, ReturnCode.CKR_USER_PIN_NOT_INITIALIZED);
		}

	}

}
