package io.qnsp.crypto.secret;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Orders use and wipe of secret material without locks: uses overlap freely, a close
 * refuses new ones, and the wipe runs once, after the last use under way has ended. So no
 * operation ever computes with half-wiped key material.
 */
public final class WipeGuard {

	private static final int CLOSED = Integer.MIN_VALUE;

	/** Uses under way; the sign bit says closed. */
	private final AtomicInteger state = new AtomicInteger();

	private final String what;

	private final Runnable wipe;

	/**
	 * Guards one piece of material.
	 * @param what its name in error messages, never its content
	 * @param wipe overwrites the material; runs exactly once
	 */
	public WipeGuard(String what, Runnable wipe) {
		this.what = what;
		this.wipe = wipe;
	}

	/**
	 * Runs a use of the material.
	 * @param use what to run; the material is not wiped before it returns
	 * @return what the use returned
	 * @throws IllegalStateException if already closed
	 */
	public <T> T use(Supplier<T> use) {
		enter();
		try {
			return use.get();
		}
		finally {
			exit();
		}
	}

	/**
	 * Refuses new uses and wipes once the last one has ended.
	 */
	public void close() {
		int before = this.state.getAndUpdate((uses) -> uses | CLOSED);
		if (before == 0) {
			this.wipe.run();
		}
	}

	/**
	 * Whether {@link #close()} was called.
	 * @return true from the first close on
	 */
	public boolean isClosed() {
		return this.state.get() < 0;
	}

	private void enter() {
		int before = this.state.getAndUpdate((uses) -> (uses < 0) ? uses : uses + 1);
		if (before < 0) {
			throw new IllegalStateException(this.what + ": used after close");
		}
	}

	private void exit() {
		if (this.state.decrementAndGet() == CLOSED) {
			this.wipe.run();
		}
	}

}
