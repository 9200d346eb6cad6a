package io.qnsp.hsm;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What the operator decides.
 *
 * @param libraries PKCS#11 libraries by the names that targets use
 * @param vaultSuffixes ends of host names that vaults may have, for example
 * {@code .managedhsm.azure.net}; with a port if it is not 443
 * @param sessions most sessions, and so calls at once, of a connection; a token that
 * allows fewer has fewer
 * @param queue how many calls may wait for each of them
 * @param timeout until a call is answered at the latest
 * @param slowTimeout the same for making keys and for validation
 * @param probes how often a connection without calls is looked at
 * @param reopen how long an open circuit stays open before a call tries again
 * @param vaultLogin where Entra ID is, which vaults' credentials are sent to
 */
public record HsmSettings(Map<String, Library> libraries, Set<String> vaultSuffixes, int sessions, int queue,
		Duration timeout, Duration slowTimeout, Duration probes, Duration reopen, URI vaultLogin) {

	private static final URI ENTRA = URI.create("https://login.microsoftonline.com/");

	/**
	 * With Entra ID's public cloud.
	 * @param libraries PKCS#11 libraries by name
	 * @param vaultSuffixes ends of host names that vaults may have
	 * @param sessions most calls at once of a connection
	 * @param queue how many calls may wait for each of them
	 * @param timeout until a call is answered at the latest
	 * @param slowTimeout the same for making keys and for validation
	 * @param probes how often a connection without calls is looked at
	 * @param reopen how long an open circuit stays open
	 */
	public HsmSettings(Map<String, Library> libraries, Set<String> vaultSuffixes, int sessions, int queue,
			Duration timeout, Duration slowTimeout, Duration probes, Duration reopen) {
		this(libraries, vaultSuffixes, sessions, queue, timeout, slowTimeout, probes, reopen, ENTRA);
	}

	/**
	 * The usual ones.
	 * @param libraries PKCS#11 libraries by name
	 * @return 8 sessions, 5 s, 60 s for keys, a probe each 5 s, an open circuit tries
	 * again after 5 s
	 */
	public static HsmSettings of(Map<String, Library> libraries) {
		return new HsmSettings(libraries, Set.of(".managedhsm.azure.net"), 8, 64, Duration.ofSeconds(5),
				Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(5));
	}

	/**
	 * A PKCS#11 library.
	 *
	 * @param path the shared object
	 * @param parameters what is passed to {@code C_Initialize} as its reserved argument,
	 * as NSS needs it; null for nothing
	 */
	public record Library(Path path, @Nullable String parameters) {

	}

}
