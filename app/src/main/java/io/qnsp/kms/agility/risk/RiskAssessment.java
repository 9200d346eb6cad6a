package io.qnsp.kms.agility.risk;

import java.util.List;

/**
 * The risk that quantum computers are to a tenant.
 *
 * @param overallRisk the largest risk of all algorithms; low when there is nothing
 * @param algorithms the algorithms of live assets, largest risk first
 * @param assessment over all of them
 * @param basis how the risks come about
 */
record RiskAssessment(QuantumRisk overallRisk, List<AlgorithmRisk> algorithms, Assessment assessment, String basis) {

	/**
	 * An algorithm.
	 *
	 * @param algorithm its name, as the standard spells it
	 * @param quantumRisk how large the risk is
	 * @param timeToQuantumThreat how long it may be used by the transition documents
	 * @param recommendation what to do
	 * @param affectedKeys live keys that a quantum computer breaks; 0 for a quantum-safe
	 * algorithm
	 * @param keys live keys of the algorithm
	 * @param recentOperations successful operations of the last 30 days
	 * @param reason why the risk is as large as it is
	 */
	record AlgorithmRisk(String algorithm, QuantumRisk quantumRisk, String timeToQuantumThreat, String recommendation,
			long affectedKeys, long keys, long recentOperations, String reason) {

	}

	/**
	 * Over all algorithms.
	 *
	 * @param harvestNowDecryptLater whether there are live encryption, wrapping or key
	 * exchange keys that a quantum computer breaks: what they protect can be recorded now
	 * and decrypted later
	 * @param longTermDataProtection whether there are live encryption, wrapping or key
	 * exchange keys, and every one is quantum-safe
	 */
	record Assessment(boolean harvestNowDecryptLater, boolean longTermDataProtection) {

	}

}
