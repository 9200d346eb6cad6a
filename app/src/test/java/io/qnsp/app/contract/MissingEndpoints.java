package io.qnsp.app.contract;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The list of endpoints that are still to be built. Its first line holds the number of
 * endpoints in it, so that a longer list shows in a review twice.
 *
 * @param ceiling the number in the first line, {@code # ceiling: 12}
 * @param names the other lines, {@code METHOD path}, in their order
 */
record MissingEndpoints(int ceiling, List<String> names) {

	/** An empty list. */
	static final MissingEndpoints NONE = new MissingEndpoints(0, List.of());

	private static final Pattern CEILING = Pattern.compile("# ceiling: (\\d+)");

	MissingEndpoints {
		names = List.copyOf(names);
	}

	/**
	 * Reads {@code contract/missing.txt}.
	 * @return the list
	 */
	static MissingEndpoints load() {
		try (InputStream stream = Contract.open("missing.txt")) {
			return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("contract/missing.txt cannot be read", ex);
		}
	}

	/**
	 * Reads a list.
	 * @param lines its lines
	 * @return the list
	 * @throws IllegalArgumentException if the first line is not the ceiling
	 */
	static MissingEndpoints parse(List<String> lines) {
		String first = lines.isEmpty() ? "" : lines.getFirst();
		Matcher ceiling = CEILING.matcher(first);
		if (!ceiling.matches()) {
			throw new IllegalArgumentException("missing.txt: '" + first + "' (expected: # ceiling: <number of lines>)");
		}
		return new MissingEndpoints(Integer.parseInt(ceiling.group(1)), lines.subList(1, lines.size()));
	}

	/**
	 * Tells whether an endpoint is in the list.
	 * @param endpoint the endpoint
	 * @return {@code true} if it is
	 */
	boolean contains(Endpoint endpoint) {
		return this.names.contains(endpoint.name());
	}

	/**
	 * The list without what has been built.
	 * @param built names of endpoints, also of some that are not in the list
	 * @return the shorter list
	 */
	MissingEndpoints without(Collection<String> built) {
		List<String> left = this.names.stream().filter((name) -> !built.contains(name)).toList();
		return new MissingEndpoints(this.ceiling - (this.names.size() - left.size()), left);
	}

	/**
	 * The list as the file holds it.
	 * @return its lines
	 */
	String text() {
		return "# ceiling: " + this.ceiling + "\n" + String.join("\n", this.names) + (this.names.isEmpty() ? "" : "\n");
	}

	/**
	 * Checks the list itself: its length, its order, and that the contract knows every
	 * line.
	 * @param contract the contract
	 * @return what is wrong, one readable line each
	 */
	List<String> faults(Contract contract) {
		List<String> faults = new ArrayList<>();
		if (this.ceiling != this.names.size()) {
			faults.add("missing.txt: %d endpoints (expected by its first line: %d)".formatted(this.names.size(),
					this.ceiling));
		}
		Set<String> sorted = new TreeSet<>(this.names);
		if (!List.copyOf(sorted).equals(this.names)) {
			faults.add("missing.txt: lines are not sorted or not unique");
		}
		sorted.stream()
			.filter((name) -> !contract.endpoints().containsKey(name))
			.forEach((name) -> faults.add("missing.txt: '" + name + "' (expected: an endpoint of the contract)"));
		return faults;
	}

}
