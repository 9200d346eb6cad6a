package io.qnsp.kms.byohsm;

import java.util.UUID;

import io.qnsp.core.control.CallAudit;
import io.qnsp.hsm.HsmException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A call of an HSM and whose event tells about it.
 *
 * @param tenantId the tenant
 * @param connectionId the connection
 * @param keyId the key that is used, where there is one
 * @param audit the call's event; {@code null} for background work, which is not listed
 */
public record HsmCall(UUID tenantId, UUID connectionId, @Nullable UUID keyId, @Nullable CallAudit audit) {

	private static final double NANOS_PER_MILLI = 1e6;

	/**
	 * Measures work and names it in the event, however it ends.
	 * @param <T> the result's type
	 * @param work the calls of the HSM
	 * @return the same work
	 */
	public <T> Mono<T> timed(Mono<T> work) {
		if (this.audit == null) {
			return work;
		}
		CallAudit event = this.audit;
		return Mono.defer(() -> {
			long start = System.nanoTime();
			// Before the signal goes on: the event is written by whoever gets it next.
			return work.doOnError(HsmException.class, (failure) -> HsmOperation.describeProblem(event, failure))
				.doOnTerminate(() -> describe(event, start))
				.doOnCancel(() -> describe(event, start));
		});
	}

	private void describe(CallAudit event, long start) {
		HsmOperation.describe(event, this.connectionId, this.keyId, (System.nanoTime() - start) / NANOS_PER_MILLI);
	}

}
