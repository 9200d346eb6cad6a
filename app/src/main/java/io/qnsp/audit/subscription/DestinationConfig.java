package io.qnsp.audit.subscription;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checked destination, its secrets apart from the rest.
 *
 * @param type the kind of destination
 * @param open what may be shown
 * @param secrets what is sealed
 * @param target the other side in a few words, for events: never a path or a secret
 */
record DestinationConfig(DestinationType type, Map<String, Object> open, Map<String, String> secrets, String target) {

	DestinationConfig {
		open = new LinkedHashMap<>(open);
		secrets = new LinkedHashMap<>(secrets);
	}

	List<String> secretFields() {
		// One before the current secret is nobody's to set or to see.
		return this.secrets.keySet()
			.stream()
			.filter((name) -> !name.equals(WebhookFields.PREVIOUS_SECRET)
					&& !name.equals(WebhookFields.PREVIOUS_SECRET_UNTIL))
			.toList();
	}

	@Override
	public String toString() {
		return "DestinationConfig[" + this.type + " " + this.target + "]";
	}

}
