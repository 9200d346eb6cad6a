package io.qnsp.hsm.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.qnsp.hsm.HsmHealth;
import org.jspecify.annotations.Nullable;

/**
 * The latest calls of a connection. Noted by event loops, so without a lock: figures may
 * miss a call that is being noted.
 */
final class RecentCalls {

	private static final int MOST = 100;

	private final AtomicReferenceArray<@Nullable Call> calls = new AtomicReferenceArray<>(MOST);

	private final AtomicLong next = new AtomicLong();

	private volatile @Nullable Instant lastSuccess;

	private volatile @Nullable String lastError;

	void succeeded(Duration took, Instant when) {
		note(new Call(took.toNanos(), false));
		this.lastSuccess = when;
	}

	void failed(Duration took, @Nullable String error) {
		note(new Call(took.toNanos(), true));
		this.lastError = error;
	}

	private void note(Call call) {
		this.calls.set((int) (this.next.getAndIncrement() % MOST), call);
	}

	HsmHealth health(HsmHealth.State state, int refusedLogins) {
		int count = 0;
		int failures = 0;
		long nanos = 0;
		for (int i = 0; i < MOST; i++) {
			Call call = this.calls.get(i);
			if (call != null) {
				count++;
				failures += call.failed() ? 1 : 0;
				nanos += call.nanos();
			}
		}
		Double latency = (count == 0) ? null : nanos / 1e6 / count;
		double errorRate = (count == 0) ? 0 : (double) failures / count;
		return new HsmHealth(state, count, latency, errorRate, this.lastSuccess, this.lastError, refusedLogins);
	}

	private record Call(long nanos, boolean failed) {

	}

}
