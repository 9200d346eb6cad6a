package io.qnsp.hsm.adapter.vault.network;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Where a vault is, checked: {@code https}, one label before a suffix that the operator
 * allows, the suffix's port (443 when it names none), and nothing else. So what a caller
 * writes leads to no other host than a vault's.
 *
 * @param url without a path
 * @param host its host
 */
public record VaultAddress(String url, String host) {

	private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

	private static final int HTTPS = 443;

	/**
	 * Checks an endpoint.
	 * @param endpoint what a caller wrote
	 * @param suffixes ends of host names, each with an optional port
	 * @return the address
	 * @throws HsmException {@link Problem#INVALID_INPUT} if it is not allowed
	 */
	public static VaultAddress of(URI endpoint, Set<String> suffixes) {
		String host = plainHost(endpoint);
		int port = (endpoint.getPort() < 0) ? HTTPS : endpoint.getPort();
		if (host == null || suffixes.stream().noneMatch((suffix) -> fits(host, port, suffix))) {
			throw new HsmException(Problem.INVALID_INPUT, "endpoint: " + shown(endpoint)
					+ " (expected: https://NAME followed by one of " + String.join(", ", sorted(suffixes)) + ")");
		}
		return new VaultAddress("https://" + host + ((port == HTTPS) ? "" : ":" + port), host);
	}

	private static @Nullable String plainHost(URI endpoint) {
		String path = endpoint.getRawPath();
		boolean plain = "https".equalsIgnoreCase(endpoint.getScheme()) && endpoint.getRawUserInfo() == null
				&& (path == null || path.isEmpty() || path.equals("/")) && endpoint.getRawQuery() == null
				&& endpoint.getRawFragment() == null && endpoint.getHost() != null;
		return plain ? endpoint.getHost().toLowerCase(Locale.ROOT) : null;
	}

	private static boolean fits(String host, int port, String suffix) {
		int colon = suffix.indexOf(':');
		String end = ((colon < 0) ? suffix : suffix.substring(0, colon)).toLowerCase(Locale.ROOT);
		int allowed = (colon < 0) ? HTTPS : Integer.parseInt(suffix.substring(colon + 1));
		return port == allowed && host.endsWith(end)
				&& LABEL.matcher(host.substring(0, host.length() - end.length())).matches();
	}

	// user info may hold a password
	private static String shown(URI endpoint) {
		return (endpoint.getRawUserInfo() == null) ? endpoint.toString() : "an address with user info";
	}

	private static Iterable<String> sorted(Set<String> suffixes) {
		return suffixes.stream().sorted().toList();
	}

}
