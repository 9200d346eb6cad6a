package io.qnsp.audit.delivery;

import java.util.Map;
import java.util.UUID;

/**
 * What a destination is opened with: a configuration that was checked when it was stored.
 *
 * @param tenantId whose it is
 * @param subscriptionId the subscription
 * @param config what may be shown, by field
 * @param secrets what may not, by field
 */
public record DestinationSettings(UUID tenantId, UUID subscriptionId, Map<String, Object> config,
		Map<String, String> secrets) {

	@Override
	public String toString() {
		return "DestinationSettings[" + this.subscriptionId + "]";
	}

}
