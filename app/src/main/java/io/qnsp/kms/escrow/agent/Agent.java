package io.qnsp.kms.escrow.agent;

import java.time.Instant;

import io.qnsp.crypto.catalogue.Algorithm;

/**
 * A row of {@code kms_escrow_agent}.
 *
 * @param agentId the subject of a user or service account
 * @param algorithm ML-KEM-768 or X-Wing
 * @param publicKey the raw public key
 * @param registeredBy the subject who registered it
 * @param createdAt when the agent was registered
 * @param updatedAt when its key was replaced last
 */
public record Agent(String agentId, Algorithm algorithm, byte[] publicKey, String registeredBy, Instant createdAt,
		Instant updatedAt) {

	@Override
	public String toString() {
		return "Agent[" + this.agentId + "]";
	}

}
