package io.qnsp.kms.escrow.agent;

import java.time.Instant;

import io.qnsp.crypto.digest.Digests;

/**
 * An agent as it is answered.
 *
 * @param agentId the subject of a user or service account
 * @param algorithm what its shares are encrypted with
 * @param publicKey the raw public key
 * @param fingerprint SHA3-256 of the raw public key, to compare by another way
 * @param registeredBy the subject who registered it
 * @param createdAt when the agent was registered
 * @param updatedAt when its key was replaced last
 */
record AgentAnswer(String agentId, String algorithm, byte[] publicKey, byte[] fingerprint, String registeredBy,
		Instant createdAt, Instant updatedAt) {

	static AgentAnswer of(Agent agent) {
		return new AgentAnswer(agent.agentId(), agent.algorithm().nistName(), agent.publicKey(),
				Digests.sha3_256(agent.publicKey()), agent.registeredBy(), agent.createdAt(), agent.updatedAt());
	}

}
