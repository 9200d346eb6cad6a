package io.qnsp.kms.keys;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Family;

/**
 * Types of keys as people name them: an algorithm such as {@code ECDSA-P256}, or a family
 * such as {@code RSA}.
 */
public final class KeyTypes {

	/** Most characters of a name. */
	public static final int LONGEST_NAME = 64;

	private KeyTypes() {
	}

	/**
	 * The type of a name.
	 * @param name what a caller sent
	 * @return which algorithms it means, or empty when there is none of that name
	 */
	public static Optional<Predicate<Algorithm>> named(String name) {
		if (name.length() > LONGEST_NAME) {
			return Optional.empty();
		}
		Optional<Algorithm> algorithm = Algorithm.named(name);
		if (algorithm.isPresent()) {
			return algorithm.map((known) -> known::equals);
		}
		return Arrays.stream(Family.values())
			.filter((family) -> bare(family.name()).equals(bare(name)))
			.findFirst()
			.map((family) -> (known) -> known.family() == family);
	}

	private static String bare(String name) {
		return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
	}

}
