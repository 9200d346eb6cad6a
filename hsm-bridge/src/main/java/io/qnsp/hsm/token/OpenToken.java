package io.qnsp.hsm.token;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.qnsp.hsm.HsmCredential;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.binding.Cryptoki;
import io.qnsp.hsm.binding.CryptokiSession;
import io.qnsp.hsm.binding.TokenInfo;

/**
 * A token with its sessions. One of them does nothing but keep the login, which ends with
 * the last session; the others are pooled.
 */
final class OpenToken {

	private static final int PATIENCE_SECONDS = 30;

	private final TokenInfo info;

	private final TokenFacts facts;

	private final long start;

	private final CryptokiSession keeper;

	private final Semaphore free;

	private final ConcurrentLinkedDeque<CryptokiSession> idle = new ConcurrentLinkedDeque<>();

	private final AtomicBoolean closed = new AtomicBoolean();

	private volatile boolean loggedIn;

	private OpenToken(TokenInfo info, TokenFacts facts, long start, CryptokiSession keeper, int sessions) {
		this.info = info;
		this.facts = facts;
		this.start = start;
		this.keeper = keeper;
		this.free = new Semaphore(sessions);
	}

	static OpenToken open(Cryptoki cryptoki, TokenInfo info, long start, int sessions) {
		TokenFacts facts = new TokenFacts(cryptoki, info.slot());
		// the keeper counts too
		return new OpenToken(info, facts, start, cryptoki.open(info.slot()), Math.max(1, sessions - 1));
	}

	TokenInfo info() {
		return this.info;
	}

	TokenFacts facts() {
		return this.facts;
	}

	long start() {
		return this.start;
	}

	boolean isLoggedIn() {
		return this.loggedIn;
	}

	void login(HsmCredential.Pin pin) {
		boolean checked = pin.read((bytes) -> this.keeper.login(bytes));
		if (!checked) {
			// whoever did it is not one of ours: the PIN would go unchecked
			this.keeper.logout();
			pin.read((bytes) -> this.keeper.login(bytes));
		}
		this.loggedIn = true;
	}

	void logout() {
		this.keeper.logout();
	}

	void look() {
		this.keeper.look();
	}

	CryptokiSession borrow(Cryptoki cryptoki) {
		acquire();
		CryptokiSession session = this.idle.poll();
		if (session != null) {
			return session;
		}
		try {
			return cryptoki.open(this.info.slot());
		}
		catch (RuntimeException ex) {
			this.free.release();
			throw ex;
		}
	}

	private void acquire() {
		try {
			if (!this.free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				throw new HsmException(Problem.UNAVAILABLE, this.info.label() + ": no session became free");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new HsmException(Problem.UNAVAILABLE, this.info.label() + ": interrupted while waiting for a session",
					ex);
		}
	}

	void giveBack(CryptokiSession session, boolean reusable) {
		if (reusable) {
			this.idle.push(session);
		}
		else {
			session.close();
		}
		this.free.release();
		if (this.closed.get()) {
			closeIdle();
		}
	}

	void close() {
		if (this.closed.compareAndSet(false, true)) {
			closeIdle();
			this.keeper.close();
		}
	}

	private void closeIdle() {
		for (CryptokiSession session = this.idle.poll(); session != null; session = this.idle.poll()) {
			session.close();
		}
	}

}
