package io.qnsp.kms.byohsm.connection.claim;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import io.qnsp.core.error.QnspException;
import io.qnsp.hsm.HsmSettings;
import io.qnsp.hsm.HsmTarget;
import io.qnsp.kms.byohsm.HsmProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Finds out which HSM an endpoint names.
 */
@Component
public final class TokenAddress {

	private static final String FIELD = "connectionConfig.endpoint";

	private static final String EXPECTED = "label:NAME or serial:NUMBER of a token behind the operator's library";

	private static final int LONGEST = 500;

	/** Of CK_TOKEN_INFO. */
	private static final int LABEL_BYTES = 32;

	private static final int SERIAL_BYTES = 16;

	private static final String LABEL = "label:";

	private static final String SERIAL = "serial:";

	private final HsmSettings settings;

	TokenAddress(HsmSettings settings) {
		this.settings = settings;
	}

	/**
	 * Reads an endpoint.
	 * @param provider what kind of HSM
	 * @param endpoint what was sent
	 * @return which HSM
	 * @throws QnspException a 400 for what names none, a 422 for a provider without a
	 * library and for a vault elsewhere than the operator allows
	 */
	public HsmTarget target(HsmProvider provider, @Nullable String endpoint) {
		if (endpoint == null) {
			throw QnspException.badRequest(FIELD,
					"missing (expected: %s)".formatted(provider.isVault() ? "https URL" : EXPECTED));
		}
		FieldProblems problems = new FieldProblems();
		problems.add(BoundedText.problem(FIELD, endpoint, 1, LONGEST));
		problems.throwIfAny();
		return provider.isVault() ? vault(endpoint) : token(provider, endpoint);
	}

	private HsmTarget token(HsmProvider provider, String endpoint) {
		HsmTarget.By by = endpoint.startsWith(LABEL) ? HsmTarget.By.LABEL : HsmTarget.By.SERIAL;
		if (by == HsmTarget.By.SERIAL && !endpoint.startsWith(SERIAL)) {
			throw QnspException.badRequest(FIELD, "names no token (expected: %s)".formatted(EXPECTED));
		}
		String name = endpoint.substring(((by == HsmTarget.By.LABEL) ? LABEL : SERIAL).length()).strip();
		int length = name.getBytes(StandardCharsets.UTF_8).length;
		int longest = (by == HsmTarget.By.LABEL) ? LABEL_BYTES : SERIAL_BYTES;
		if (length < 1 || length > longest) {
			throw QnspException.badRequest(FIELD,
					"a name of %d bytes (expected: 1..%d, as tokens have)".formatted(length, longest));
		}
		String library = library(provider).orElseThrow(() -> QnspException.unprocessable("provider",
				"%s: this server has no library for it (expected: its operator sets qnsp.hsm.libraries.%1$s.path)"
					.formatted(provider.wireName())));
		return new HsmTarget.Token(library, by, name);
	}

	/**
	 * The library of a provider.
	 * @param provider the provider
	 * @return its name in the configuration, or empty when there is none
	 */
	Optional<String> library(HsmProvider provider) {
		Set<String> names = this.settings.libraries().keySet();
		return names.stream().filter((name) -> plain(name).equals(plain(provider.wireName()))).findFirst();
	}

	// Environment variables know neither underscores nor lower case.
	private static String plain(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	/**
	 * Whether this server can reach HSMs of a provider at all.
	 * @param provider the provider
	 * @return true for vaults and for a provider with a library
	 */
	public boolean isServed(HsmProvider provider) {
		return provider.isVault() || library(provider).isPresent();
	}

	private HsmTarget vault(String endpoint) {
		URI uri;
		try {
			uri = URI.create(endpoint);
		}
		catch (IllegalArgumentException ex) {
			throw notVault();
		}
		String host = uri.getHost();
		boolean plainHttps = "https".equals(uri.getScheme()) && host != null && uri.getUserInfo() == null
				&& uri.getPort() == -1 && uri.getQuery() == null && uri.getFragment() == null
				&& (uri.getPath().isEmpty() || uri.getPath().equals("/"));
		if (!plainHttps) {
			throw notVault();
		}
		String lower = host.toLowerCase(Locale.ROOT);
		if (this.settings.vaultSuffixes()
			.stream()
			.noneMatch((suffix) -> lower.endsWith(suffix) && lower.length() > suffix.length())) {
			throw QnspException.unprocessable(FIELD,
					"a host that the operator does not allow (expected: one that ends with %s)"
						.formatted(String.join(", ", this.settings.vaultSuffixes())));
		}
		return new HsmTarget.Vault(URI.create("https://" + lower));
	}

	private static QnspException notVault() {
		return QnspException.badRequest(FIELD, "no URL of a vault (expected: https://NAME.managedhsm.azure.net)");
	}

}
