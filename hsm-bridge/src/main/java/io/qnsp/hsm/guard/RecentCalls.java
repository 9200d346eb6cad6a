package io.qnsp.hsm.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

import io.qnsp.hsm.HsmHealth;
import org.jspecify.annotations.Nullable;

/**
 * The latest calls of a connection. Safe for use by several threads; no lock is held for
 * longer than it takes to note one call.
 */
final class RecentCalls {

	private static final int MOST = 100;

	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<Call> calls = new ArrayDeque<>(MOST);

	private long nanos;

	private int failures;

	private @Nullable Instant lastSuccess;

	private @Nullable String lastError;

	void succeeded(Duration took, Instant when) {
		this.lock.lock();
		try {
			add(new Call(took.toNanos(), false));
			this.lastSuccess = when;
		}
		finally {
			this.lock.unlock();
		}
	}

	void failed(Duration took, @Nullable String error) {
		this.lock.lock();
		try {
			add(new Call(took.toNanos(), true));
			this.lastError = error;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void add(Call call) {
		if (this.calls.size() == MOST) {
			Call oldest = this.calls.removeFirst();
			this.nanos -= oldest.nanos();
			this.failures -= oldest.failed() ? 1 : 0;
		}
		this.calls.addLast(call);
		this.nanos += call.nanos();
		this.failures += call.failed() ? 1 : 0;
	}

	HsmHealth health(HsmHealth.State state, int refusedLogins) {
		this.lock.lock();
		try {
			int count = this.calls.size();
			Double latency = (count == 0) ? null : this.nanos / 1e6 / count;
			double errorRate = (count == 0) ? 0 : (double) this.failures / count;
			return new HsmHealth(state, count, latency, errorRate, this.lastSuccess, this.lastError, refusedLogins);
		}
		finally {
			this.lock.unlock();
		}
	}

	private record Call(long nanos, boolean failed) {

	}

}
