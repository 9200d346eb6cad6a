package io.qnsp.kms.byohsm;

import java.util.UUID;

import io.qnsp.core.error.QnspException;
import io.qnsp.hsm.HsmCapabilities;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a connection; nothing secret.
 *
 * @param connectionId its id
 * @param name what people call it
 * @param provider what kind of HSM
 * @param capabilities what the HSM could do when it was last validated; {@code null} when
 * that never succeeded
 */
public record HsmDescription(UUID connectionId, String name, HsmProvider provider,
		@Nullable HsmCapabilities capabilities) {

	/**
	 * What the HSM can do.
	 * @return its capabilities
	 * @throws QnspException a 409 before the first successful validation
	 */
	public HsmCapabilities required() {
		if (this.capabilities == null) {
			throw QnspException.conflict("The connection was never validated successfully "
					+ "(expected: POST /kms/v1/byohsm/connections/%s/validate)".formatted(this.connectionId));
		}
		return this.capabilities;
	}

}
