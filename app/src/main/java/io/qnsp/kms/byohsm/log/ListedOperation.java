package io.qnsp.kms.byohsm.log;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qnsp.core.page.PageRequest;
import org.jspecify.annotations.Nullable;

/**
 * An operation as it is listed.
 *
 * @param operationId its id, that of its event
 * @param type what was done, such as sign
 * @param keyId the key that was used; {@code null} where none was
 * @param timestamp when
 * @param status how it ended
 * @param latencyMs how long the HSM took, in milliseconds, waiting included
 */
record ListedOperation(UUID operationId, String type, @Nullable UUID keyId, Instant timestamp, Status status,
		double latencyMs) {

	/** How an operation ended. */
	enum Status {

		/** It was done. */
		@JsonProperty("success")
		SUCCESS,
		/** It was not. */
		@JsonProperty("failure")
		FAILURE

	}

	PageRequest.Key place() {
		return new PageRequest.Key(this.timestamp, this.operationId);
	}

}
