package io.qnsp.kms.escrow.model;

/**
 * An agent's place in a policy or an escrow.
 *
 * @param agentId the subject of a user or service account
 * @param role what it does
 */
public record Seat(String agentId, AgentRole role) {

}
