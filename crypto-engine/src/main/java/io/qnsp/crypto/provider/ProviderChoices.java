package io.qnsp.crypto.provider;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Chooses an implementation for each operation and remembers which, and why the ones
 * before it were passed over.
 */
public final class ProviderChoices {

	private final Map<String, ProviderKind> pins;

	private final Map<String, Choice> made = new ConcurrentHashMap<>();

	/**
	 * Starts without choices.
	 * @param pins for an operation the only provider to use, by the operation's name
	 */
	public ProviderChoices(Map<String, ProviderKind> pins) {
		this.pins = Map.copyOf(pins);
	}

	/**
	 * Chooses the first candidate that is there and passes.
	 * @param <T> what is chosen
	 * @param operation its name, for example {@code ml-dsa-65.sign}
	 * @param candidates the fastest first; where a provider is pinned, the others are
	 * left out
	 * @param passes whether an implementation gives its known answers
	 * @return the implementation
	 * @throws NoProviderException if none passes, or the pinned one does not
	 */
	public <T> T choose(String operation, List<Candidate<T>> candidates, Predicate<T> passes) {
		ProviderKind pinned = this.pins.get(operation);
		SequencedMap<ProviderKind, String> passedOver = new LinkedHashMap<>();
		for (Candidate<T> candidate : candidates) {
			if (pinned != null && pinned != candidate.provider()) {
				continue;
			}
			T implementation = tried(candidate, passes, passedOver);
			if (implementation != null) {
				this.made.put(operation, new Choice(candidate.provider(), Map.copyOf(passedOver)));
				return implementation;
			}
		}
		throw new NoProviderException(operation, passedOver);
	}

	private static <T> @Nullable T tried(Candidate<T> candidate, Predicate<T> passes,
			Map<ProviderKind, String> passedOver) {
		try {
			T implementation = candidate.make().get();
			if (passes.test(implementation)) {
				return implementation;
			}
			passedOver.put(candidate.provider(), "known answers do not hold");
		}
		catch (RuntimeException | LinkageError ex) {
			passedOver.put(candidate.provider(), String.valueOf(ex.getMessage()));
		}
		return null;
	}

	/**
	 * What was chosen so far.
	 * @return operation to choice, sorted by operation
	 */
	public SequencedMap<String, Choice> made() {
		return new TreeMap<>(this.made);
	}

	/**
	 * A choice that was made.
	 *
	 * @param provider whose implementation is used
	 * @param passedOver faster ones that were not there or did not pass, and why
	 */
	public record Choice(ProviderKind provider, Map<ProviderKind, String> passedOver) {

	}

}
