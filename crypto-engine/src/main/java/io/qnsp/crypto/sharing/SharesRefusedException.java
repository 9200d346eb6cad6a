package io.qnsp.crypto.sharing;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Shares that were not combined, and why.
 */
public final class SharesRefusedException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	@SuppressWarnings("serial") // List.copyOf of records
	private final List<Refusal> refusals;

	private SharesRefusedException(String message, List<Refusal> refusals) {
		super(message);
		this.refusals = List.copyOf(refusals);
	}

	static SharesRefusedException of(List<Refusal> refusals) {
		return new SharesRefusedException(
				"shares: refused " + refusals.stream()
					.map((refusal) -> refusal.index() + " (" + refusal.reason().text + ")")
					.collect(Collectors.joining(", ")) + " (expected: unchanged shares of one set, each once)",
				refusals);
	}

	static SharesRefusedException tooFew(int given, int threshold) {
		return new SharesRefusedException("shares: " + given + " (expected: at least " + threshold + ")", List.of());
	}

	static SharesRefusedException notCommitted() {
		return new SharesRefusedException(
				"shares: do not give the secret that their set commits to (expected: a set that was split honestly)",
				List.of());
	}

	/**
	 * The shares that were refused.
	 * @return in the order they were given; empty if there were too few, or if the set
	 * itself is false
	 */
	public List<Refusal> refusals() {
		return this.refusals;
	}

	/**
	 * A share that was refused.
	 *
	 * @param index which it says it is
	 * @param reason why
	 */
	public record Refusal(int index, Reason reason) implements Serializable {

	}

	/**
	 * Why a share is refused.
	 */
	public enum Reason {

		/** Its value, its index or what it says of its set is not what it was. */
		CHANGED("changed"),

		/** It is of another set than the others, or than the one asked for. */
		FOREIGN("of another set"),

		/** A share of the same index came before it. */
		DUPLICATE("there twice");

		private final String text;

		Reason(String text) {
			this.text = text;
		}

	}

}
