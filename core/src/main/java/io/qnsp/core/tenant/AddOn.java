package io.qnsp.core.tenant;

import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a tenant can hold beside its tier.
 */
public enum AddOn {

	/** No add-on is demanded. */
	NONE,
	/** Bring your own HSM. */
	@JsonProperty("byohsm")
	BYOHSM,
	/** Key escrow. */
	@JsonProperty("key-escrow")
	KEY_ESCROW,
	/** Audit events are kept for at least 90 days. */
	@JsonProperty("audit-trails-retention-90")
	AUDIT_TRAILS_RETENTION_90,
	/** Audit events are kept for at least 180 days. */
	@JsonProperty("audit-trails-retention-180")
	AUDIT_TRAILS_RETENTION_180,
	/** Audit events are kept for at least a year. */
	@JsonProperty("audit-trails-retention-1yr")
	AUDIT_TRAILS_RETENTION_1YR,
	/** Audit events are kept for at least seven years. */
	@JsonProperty("audit-trails-retention-7yr")
	AUDIT_TRAILS_RETENTION_7YR;

	/**
	 * The name in JSON and in the reference.
	 * @return such as {@code key-escrow}
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/**
	 * Reads an add-on's wire name.
	 * @param name such as {@code byohsm}
	 * @return the add-on, or empty when there is none of that name
	 */
	public static Optional<AddOn> ofWireName(String name) {
		for (AddOn addOn : values()) {
			if (addOn != NONE && addOn.wireName().equals(name)) {
				return Optional.of(addOn);
			}
		}
		return Optional.empty();
	}

}
