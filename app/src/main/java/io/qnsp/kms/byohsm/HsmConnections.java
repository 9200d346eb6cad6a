package io.qnsp.kms.byohsm;

import java.util.UUID;
import java.util.function.Function;

import io.qnsp.core.error.QnspException;
import io.qnsp.hsm.HsmConnection;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyRequest;
import reactor.core.publisher.Mono;

/**
 * The HSMs of tenants, for other features.
 */
public interface HsmConnections {

	/**
	 * What is known of a connection.
	 * @param tenantId the tenant
	 * @param connectionId the connection
	 * @return the description, or a 404
	 */
	Mono<HsmDescription> find(UUID tenantId, UUID connectionId);

	/**
	 * Calls an HSM. The connection is opened when it is first needed; how long the call
	 * takes and how it ends goes into the event of the call it is made for, and so into
	 * the connection's list of operations and its health.
	 * @param <T> the result's type
	 * @param call what it is made for
	 * @param work what to do; subscribed more than once when the HSM was being let go of
	 * by an earlier connection
	 * @return its result; instead of an {@link HsmException} the {@link QnspException} of
	 * {@link HsmProblems}: 404 for an unknown connection, 409 for one that was never
	 * validated or whose credentials were refused, 503 for an HSM that does not answer
	 */
	<T> Mono<T> use(HsmCall call, Function<HsmConnection, Mono<T>> work);

	/**
	 * Makes a key in an HSM that is recorded somewhere. A key that is not recorded, for
	 * whatever reason, is destroyed again. A caller who hangs up hears nothing more; the
	 * work goes on to its end: the key is recorded if that had begun, and destroyed
	 * otherwise.
	 * @param <T> the result's type
	 * @param call what it is made for
	 * @param wanted which key
	 * @param keep records the key, for example by a commit
	 * @return what {@code keep} returned; failures as in {@link #use}
	 */
	<T> Mono<T> create(HsmCall call, HsmKeyRequest wanted, Function<HsmKey, Mono<T>> keep);

}
