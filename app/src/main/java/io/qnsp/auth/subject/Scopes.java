package io.qnsp.auth.subject;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.qnsp.app.pipeline.PlatformServices;
import io.qnsp.core.caller.Caller;
import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;

/**
 * What a credential can be limited to: reading or writing one service, administering the
 * tenant, or nothing ({@code *}).
 */
public final class Scopes {

	private static final List<String> SERVICES = PlatformServices.NAMES;

	private static final Set<String> KNOWN = Stream
		.concat(Stream.of(Caller.UNLIMITED_SCOPE, "admin:tenant"),
				SERVICES.stream().flatMap((service) -> Stream.of("read:" + service, "write:" + service)))
		.collect(Collectors.toUnmodifiableSet());

	private Scopes() {
	}

	/**
	 * Every scope there is.
	 * @return the closed list
	 */
	public static Set<String> known() {
		return KNOWN;
	}

	/**
	 * Reads the scopes of a request.
	 * @param field the request's field
	 * @param scopes the scopes asked for, repeated or not
	 * @return each once, in a stable order; only {@code *} when it is among them
	 * @throws QnspException a 400 that names the field when a scope is unknown
	 */
	public static List<String> read(String field, Collection<String> scopes) {
		if (scopes.isEmpty()) {
			throw QnspException.badRequest(field, "empty (expected: at least one scope)");
		}
		int position = 0;
		for (String scope : scopes) {
			if (!KNOWN.contains(scope)) {
				throw QnspException.badRequest(field + "[" + position + "]",
						"unknown scope (expected: *, admin:tenant, or read: or write: and one of " + SERVICES + ")");
			}
			position++;
		}
		return scopes.contains(Caller.UNLIMITED_SCOPE) ? List.of(Caller.UNLIMITED_SCOPE)
				: List.copyOf(new TreeSet<>(scopes));
	}

	/**
	 * Refuses scopes that the caller's own credential does not hold.
	 * @param caller who grants
	 * @param scopes what is granted
	 * @throws QnspException a 403 that names the first scope beyond the caller's own
	 */
	public static void requireGrantable(Caller caller, Collection<String> scopes) {
		for (String scope : new TreeSet<>(scopes)) {
			if (!caller.hasScope(scope)) {
				throw new QnspException(ErrorCode.FORBIDDEN, "The caller may not grant the scope " + scope,
						Map.of("scopes", scope + " (expected: at most the caller's own)"));
			}
		}
	}

}
