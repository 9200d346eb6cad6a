package io.qnsp.auth.risk.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qnsp.auth.risk.model.Recommendation;

/**
 * What a policy may demand: everything that the model can recommend but to allow, since a
 * policy only tightens.
 */
enum HighRiskAction {

	@JsonProperty("challenge")
	CHALLENGE(Recommendation.CHALLENGE), @JsonProperty("deny")
	DENY(Recommendation.DENY);

	private final Recommendation recommendation;

	HighRiskAction(Recommendation recommendation) {
		this.recommendation = recommendation;
	}

	/**
	 * The action of a policy.
	 * @param recommendation the model's word for it, never {@link Recommendation#ALLOW}
	 * @return the action
	 */
	static HighRiskAction of(Recommendation recommendation) {
		return (recommendation == Recommendation.DENY) ? DENY : CHALLENGE;
	}

	Recommendation recommendation() {
		return this.recommendation;
	}

}
