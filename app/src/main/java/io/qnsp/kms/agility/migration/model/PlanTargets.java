package io.qnsp.kms.agility.migration.model;

import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Availability;
import io.qnsp.crypto.catalogue.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * What keys are moved to, by what they are for. Keys of a purpose without a target are
 * left alone.
 *
 * @param encryption for encryption and wrapping keys, or {@code null}
 * @param signing for signing keys, or {@code null}
 * @param keyExchange for KEM keys, or {@code null}
 */
public record PlanTargets(@Nullable Algorithm encryption, @Nullable Algorithm signing,
		@Nullable Algorithm keyExchange) {

	private static final String FIELD = "targetAlgorithms";

	/**
	 * Reads what a caller asks for.
	 * @param asked names of the catalogue, in any spelling
	 * @param experiments whether the tenant allows experimental algorithms
	 * @return the targets; at least one
	 * @throws QnspException a 400 when there is none, a 422 that names the algorithm
	 * which is unknown, does not fit or must not be a target
	 */
	public static PlanTargets of(@Nullable TargetAlgorithms asked, boolean experiments) {
		if (asked == null || (asked.encryption() == null && asked.signing() == null && asked.keyExchange() == null)) {
			throw QnspException.badRequest(FIELD, "missing (expected: encryption, signing or keyExchange)");
		}
		return new PlanTargets(read("encryption", asked.encryption(), Purpose.ENCRYPTION, experiments),
				read("signing", asked.signing(), Purpose.SIGNING, experiments),
				read("keyExchange", asked.keyExchange(), Purpose.KEM, experiments));
	}

	private static @Nullable Algorithm read(String slot, @Nullable String name, Purpose purpose, boolean experiments) {
		if (name == null) {
			return null;
		}
		String field = FIELD + "." + slot;
		// An unknown name is not repeated: it may be long.
		Algorithm algorithm = Algorithm.named(name)
			.orElseThrow(() -> QnspException.unprocessable(field,
					"unknown (expected: an algorithm of the catalogue, such as %s)"
						.formatted((purpose == Purpose.SIGNING) ? Algorithm.ML_DSA_65 : Algorithm.ML_KEM_768)));
		if (!algorithm.purposes().contains(purpose)) {
			throw QnspException.unprocessable(field, "%s is not for %s keys".formatted(algorithm, purpose.wireName()));
		}
		if (!algorithm.family().isQuantumSafe()) {
			throw QnspException.unprocessable(field,
					"%s is broken by quantum computers (expected: a quantum-safe algorithm)".formatted(algorithm));
		}
		boolean usable = algorithm.availability() == Availability.GENERAL
				|| (algorithm.availability() == Availability.EXPERIMENTAL && experiments);
		if (!usable) {
			throw QnspException.unprocessable(field,
					(algorithm.availability() == Availability.EXPERIMENTAL)
							? algorithm + " is experimental, which the tenant's crypto policy does not allow"
							: algorithm + " makes no new keys (expected: an algorithm that does)");
		}
		return algorithm;
	}

	/**
	 * The target of keys.
	 * @param purpose what they are for
	 * @return the algorithm, or {@code null} when they are left alone
	 */
	public @Nullable Algorithm of(Purpose purpose) {
		return switch (purpose) {
			case ENCRYPTION, WRAPPING -> this.encryption;
			case SIGNING -> this.signing;
			case KEM -> this.keyExchange;
			case MAC -> null;
		};
	}

	/**
	 * The targets, in answers.
	 * @return their names, as the standards spell them
	 */
	public TargetAlgorithms names() {
		return new TargetAlgorithms(id(this.encryption), id(this.signing), id(this.keyExchange));
	}

	private static @Nullable String id(@Nullable Algorithm algorithm) {
		return (algorithm != null) ? algorithm.nistName() : null;
	}

}
