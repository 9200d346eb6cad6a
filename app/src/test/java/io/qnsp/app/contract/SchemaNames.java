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
 * where no other class shares it, otherwise with the feature's package in front, and the
 * service's in front of that.
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
		for (int words = (group.size() == 1) ? 0 : 1; words <= 3; words++) {
			Map<String, String> names = new LinkedHashMap<>();
			for (String name : group) {
				names.put(name, candidate(name, words));
			}
			if (names.values().stream().distinct().count() == group.size()) {
				return names;
			}
		}
		throw new IllegalStateException("Schemas of one name: " + group);
	}

	private static String candidate(String name, int words) {
		String classes = PACKAGE.matcher(name).replaceAll("");
		StringBuilder made = new StringBuilder(classes.substring(classes.lastIndexOf('.') + 1));
		String[] packages = name.split("\\.", -1);
		int at = packages.length - 1;
		for (int left = words; left > 0 && at > 0; at--) {
			String word = packages[at - 1];
			if (!word.isEmpty() && Character.isLowerCase(word.charAt(0))) {
				made.insert(0, word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
				left--;
			}
		}
		return made.toString();
	}

}
