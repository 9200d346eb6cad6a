package io.qnsp.kms.agility.inventory;

import java.time.Instant;
import java.util.List;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Family;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.keys.Protection;
import org.jspecify.annotations.Nullable;

/**
 * Assets that differ in nothing that matters here.
 *
 * @param kind what they have in common
 * @param count how many there are, 1 or more
 * @param ids the ids of the first of them, at most {@value Inventory#MOST_IDS}
 * @param newest when the newest of their current secrets was made
 * @param obstacle why the first that can't be moved can't, or {@code null}
 */
public record AssetGroup(Kind kind, long count, List<String> ids, Instant newest, @Nullable String obstacle) {

	public AssetGroup {
		ids = List.copyOf(ids);
	}

	/**
	 * What assets have in common.
	 *
	 * @param source what they are, such as {@code kms keys}
	 * @param algorithm the algorithm used for everything new
	 * @param purpose what they are for
	 * @param active whether they protect anything new
	 * @param compromised whether somebody else may know the secret
	 * @param protection where the secret lives
	 * @param imported whether the secret was made elsewhere
	 * @param scheduled whether the secret is replaced by itself
	 * @param overdue whether the secret protects new things for longer than its
	 * cryptoperiod
	 * @param movable whether this server can move them to the replacement
	 */
	public record Kind(String source, Algorithm algorithm, Purpose purpose, boolean active, boolean compromised,
			Protection protection, boolean imported, boolean scheduled, boolean overdue, boolean movable) {

		/**
		 * Whether Shor's algorithm breaks it.
		 * @return true for RSA and curves
		 */
		public boolean isClassical() {
			return this.algorithm.family().kind() == Family.Kind.CLASSICAL;
		}

		/**
		 * Whether it has a public part.
		 * @return false for symmetric keys
		 */
		public boolean isAsymmetric() {
			return this.algorithm.family().isAsymmetric();
		}

		/**
		 * Whether it keeps something secret for others: who records a ciphertext today
		 * can decrypt it once the algorithm is broken.
		 * @return false for signatures and MACs
		 */
		public boolean isConfidentiality() {
			return this.purpose == Purpose.ENCRYPTION || this.purpose == Purpose.WRAPPING
					|| this.purpose == Purpose.KEM;
		}

		/**
		 * Whether it is for signatures.
		 * @return false for MACs too
		 */
		public boolean isSigning() {
			return this.purpose == Purpose.SIGNING;
		}

	}

}
