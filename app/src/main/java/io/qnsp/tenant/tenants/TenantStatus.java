package io.qnsp.tenant.tenants;

import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Whether a tenant may work.
 */
public enum TenantStatus {

	/** Its calls are served. */
	@JsonProperty("active")
	ACTIVE,
	/** Its calls are refused, except those of platform operators. */
	@JsonProperty("suspended")
	SUSPENDED;

	/**
	 * The name in JSON, events and the database.
	 * @return the lower-case name
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	static Optional<TenantStatus> ofWireName(String name) {
		for (TenantStatus status : values()) {
			if (status.wireName().equals(name)) {
				return Optional.of(status);
			}
		}
		return Optional.empty();
	}

}
