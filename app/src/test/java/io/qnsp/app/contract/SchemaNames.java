package io.qnsp.app.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Gives schemas that are named by their full class name short names: the class's own one
 * where no other class shares it, otherwise with as many of the words before it (the
 * class around it, the feature's package, the service's) as tell them apart.
 */
final class SchemaNames {

	private static final Pattern PACKAGE = Pattern
		.compile("(?<![A-Za-z0-9])(?:[a-z][a-z0-9]*\\.)+(?=[A-Z])|io\\.qnsp\\.(?:[a-z][a-z0-9]*\\.)+");

	private SchemaNames() {
	}

	/**
	 * Finds the short names.
	 * @param names full names, such as {@code io.qnsp.auth.risk.Policy}
	 * @return each full name with its short one
	 */
	static Map<String, String> shorten(Iterable<String> names) {
		Map<String, String> shortened = new LinkedHashMap<>();
		Map<String, List<String>> groups = new TreeMap<>();
		names.forEach((name) -> groups.computeIfAbsent(candidate(name, 0), (key) -> new ArrayList<>()).add(name));
		groups.values().forEach((group) -> shortened.putAll(apart(group)));
		if (shortened.values().stream().distinct().count() != shortened.size()) {
			throw new IllegalStateException("Schemas of one name: " + shortened);
		}
		return shortened;
	}

	private static Map<String, String> apart(List<String> group) {
		for (int qualifiers = (group.size() == 1) ? 0 : 1; qualifiers <= 3; qualifiers++) {
			Map<String, String> names = new LinkedHashMap<>();
			for (String name : group) {
				names.put(name, candidate(name, qualifiers));
			}
			if (names.values().stream().distinct().count() == group.size()) {
				return names;
			}
		}
		throw new IllegalStateException("Schemas of one name: " + group);
	}

	private static String candidate(String name, int qualifiers) {
		String classes = PACKAGE.matcher(name).replaceAll("");
		StringBuilder made = new StringBuilder(classes.substring(classes.lastIndexOf('.') + 1));
		String[] words = name.split("\\.", -1);
		for (int at = words.length - 2; at >= Math.max(0, words.length - 1 - qualifiers); at--) {
			made.insert(0, words[at].substring(0, 1).toUpperCase(Locale.ROOT) + words[at].substring(1));
		}
		return made.toString();
	}

}
