package io.qnsp.kms.agility.risk;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How large a risk is, smallest first.
 */
enum QuantumRisk {

	@JsonProperty("low")
	LOW, @JsonProperty("medium")
	MEDIUM, @JsonProperty("high")
	HIGH, @JsonProperty("critical")
	CRITICAL

}
