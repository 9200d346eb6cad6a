package io.qnsp.audit.events;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.qnsp.core.error.QnspException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the terms of filters and refuses what could never match.
 */
final class FilterTerms {

	private static final int MOST = 50;

	private static final int LONGEST_SHOWN = 50;

	private static final Pattern EVENT_TYPE = Pattern.compile("\\*|[a-z][a-z0-9_.]{0,127}\\*?");

	private static final Pattern SERVICE = Pattern.compile("[a-z][a-z0-9_-]{0,127}");

	private FilterTerms() {
	}

	static Set<String> eventTypes(String field, @Nullable List<@Nullable String> terms) {
		return read(field, terms, EVENT_TYPE, "a type such as auth.token.create, or a prefix with a trailing *");
	}

	static Set<String> services(String field, @Nullable List<@Nullable String> terms) {
		return read(field, terms, SERVICE, "a service such as auth");
	}

	/**
	 * Reads names of a closed set.
	 */
	static <T> Set<T> names(String field, @Nullable List<@Nullable String> terms, T[] values,
			Function<T, String> wireName) {
		Set<T> found = new LinkedHashSet<>();
		for (String term : orEmpty(field, terms)) {
			T value = Stream.of(values).filter((one) -> wireName.apply(one).equals(term)).findFirst().orElse(null);
			if (value == null) {
				throw refused(field, term, Stream.of(values).map(wireName).collect(Collectors.joining(", ")));
			}
			found.add(value);
		}
		return Set.copyOf(found);
	}

	private static Set<String> read(String field, @Nullable List<@Nullable String> terms, Pattern form,
			String expected) {
		for (String term : orEmpty(field, terms)) {
			if (term == null || !form.matcher(term).matches()) {
				throw refused(field, term, expected);
			}
		}
		return orEmpty(field, terms).stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet());
	}

	private static List<@Nullable String> orEmpty(String field, @Nullable List<@Nullable String> terms) {
		if (terms == null) {
			return List.of();
		}
		if (terms.size() > MOST) {
			throw QnspException.badRequest(field, terms.size() + " terms (expected: at most " + MOST + ")");
		}
		return terms;
	}

	private static QnspException refused(String field, @Nullable String term, String expected) {
		String shown = (term != null && term.length() > LONGEST_SHOWN) ? term.substring(0, LONGEST_SHOWN) + "..."
				: String.valueOf(term);
		return QnspException.badRequest(field, "%s (expected: %s)".formatted(shown, expected));
	}

}
