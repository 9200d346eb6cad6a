package io.qnsp.kms.escrow.agent;

import java.util.Objects;
import java.util.Set;

import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.catalogue.Algorithm;
import org.jspecify.annotations.Nullable;

/**
 * An agent's public key as it is sent.
 *
 * @param agentId the subject of a user or service account; in the path when a key is
 * replaced
 * @param publicKey raw or SubjectPublicKeyInfo DER
 * @param algorithm ML-KEM-768 or X-Wing
 */
record AgentKeyBody(@Nullable String agentId, byte @Nullable [] publicKey, @Nullable String algorithm) {

	/** Most characters of an agent's id. */
	static final int LONGEST_ID = 200;

	private static final int MOST_BYTES = 4096;

	private static final Set<Algorithm> ALGORITHMS = Set.of(Algorithm.ML_KEM_768, Algorithm.X_WING);

	/**
	 * Refuses what no key can be.
	 * @param pathId the agent of the path, or {@code null} when the body names it
	 */
	void check(@Nullable String pathId) {
		FieldProblems problems = new FieldProblems();
		String id = (pathId != null) ? pathId : this.agentId;
		problems.add((id != null) ? BoundedText.problem("agentId", id, 1, LONGEST_ID)
				: "agentId: missing (expected: the subject of a user or service account)");
		if (this.publicKey == null || this.publicKey.length == 0 || this.publicKey.length > MOST_BYTES) {
			problems.add("publicKey: missing or too long (expected: base64 of a public key, raw or DER)");
		}
		problems.add((this.algorithm == null) ? "algorithm: missing (expected: ML-KEM-768 or X-Wing)" : null);
		problems.throwIfAny();
		chosen();
	}

	/**
	 * The algorithm; checked before.
	 * @throws QnspException a 400 for an unknown one, a 422 for another one
	 */
	Algorithm chosen() {
		Algorithm named = Algorithm.named(Objects.requireNonNull(this.algorithm))
			.orElseThrow(() -> QnspException.badRequest("algorithm", "unknown (expected: ML-KEM-768 or X-Wing)"));
		if (!ALGORITHMS.contains(named)) {
			throw QnspException.unprocessable("algorithm",
					named + " is not for shares (expected: ML-KEM-768 or X-Wing)");
		}
		return named;
	}

	byte[] key() {
		return Objects.requireNonNull(this.publicKey);
	}

	String id() {
		return Objects.requireNonNull(this.agentId);
	}

	@Override
	public String toString() {
		return "AgentKeyBody[" + this.agentId + "]";
	}

}
