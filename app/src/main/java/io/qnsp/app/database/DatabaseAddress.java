package io.qnsp.app.database;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponentsBuilder;

/**
 * Where a PostgreSQL database is.
 *
 * @param host the host's name or address
 * @param port the TCP port
 * @param database the database's name
 * @param sslMode {@code disable}, {@code prefer}, {@code require}, {@code verify-ca} or
 * {@code verify-full}
 * @param sslRootCert file with the trusted certificates, or {@code null}
 */
record DatabaseAddress(String host, int port, String database, String sslMode, @Nullable String sslRootCert) {

	private static final Set<String> PARAMETERS = Set.of("sslmode", "sslrootcert");

	private static final Set<String> SSL_MODES = Set.of("disable", "prefer", "require", "verify-ca", "verify-full");

	/**
	 * Reads {@code postgresql://host:port/database?sslmode=...&sslrootcert=...}.
	 * @param url the URL; one that holds a user or password is refused
	 * @return the address
	 */
	static DatabaseAddress parse(String url) {
		URI uri = uri(url);
		if (!("postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme())) || uri.getHost() == null) {
			throw invalid("expected: postgresql://host:port/database");
		}
		if (uri.getUserInfo() != null) {
			throw invalid("it holds a user or password (expected: QNSP_DATABASE_OWNER_PASSWORD,"
					+ " QNSP_DATABASE_APP_PASSWORD and QNSP_DATABASE_SYSTEM_PASSWORD)");
		}
		String database = (uri.getPath() != null) ? uri.getPath().replaceFirst("^/", "") : "";
		if (database.isEmpty() || database.contains("/")) {
			throw invalid("database \"%s\" (expected: one name after the port)".formatted(database));
		}
		var parameters = new TreeMap<>(UriComponentsBuilder.fromUri(uri).build().getQueryParams().asSingleValueMap());
		for (String name : parameters.keySet()) {
			if (!PARAMETERS.contains(name)) {
				throw invalid("parameter %s (expected: one of %s)".formatted(name, PARAMETERS));
			}
		}
		String sslMode = parameters.getOrDefault("sslmode", "prefer");
		if (!SSL_MODES.contains(sslMode)) {
			throw invalid("sslmode=%s (expected: one of %s)".formatted(sslMode, SSL_MODES));
		}
		return new DatabaseAddress(uri.getHost(), (uri.getPort() != -1) ? uri.getPort() : 5432, database, sslMode,
				parameters.get("sslrootcert"));
	}

	private static URI uri(String url) {
		try {
			return new URI(url);
		}
		catch (URISyntaxException ex) {
			throw invalid(ex.getReason() + " (expected: postgresql://host:port/database)");
		}
	}

	private static IllegalArgumentException invalid(String problem) {
		return new IllegalArgumentException("QNSP_DATABASE_URL: " + problem);
	}

}
