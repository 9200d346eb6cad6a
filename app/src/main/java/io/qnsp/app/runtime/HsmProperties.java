package io.qnsp.app.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.qnsp.hsm.HsmSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * HSMs, {@code qnsp.hsm.*}. Which library is loaded for a provider is decided here alone,
 * never by a caller.
 *
 * @param libraries PKCS#11 libraries by the provider that they serve
 * @param vaultSuffixes ends of host names that vaults may have
 * @param sessions most sessions, and so calls at once, of a connection, 2 or more: one of
 * them only keeps the login
 * @param queue how many calls may wait for each of them
 * @param timeout until a call is answered at the latest
 * @param slowTimeout the same for making keys and for validation; below
 * {@code qnsp.http.call-timeout}
 * @param probes how often a connection without calls is looked at
 * @param reopen how long a connection in trouble is left alone
 */
@ConfigurationProperties("qnsp.hsm")
record HsmProperties(@DefaultValue Map<String, Library> libraries,
		@DefaultValue(".managedhsm.azure.net") Set<String> vaultSuffixes, @DefaultValue("8") int sessions,
		@DefaultValue("64") int queue, @DefaultValue("5s") Duration timeout, @DefaultValue("25s") Duration slowTimeout,
		@DefaultValue("5s") Duration probes, @DefaultValue("5s") Duration reopen) {

	/**
	 * A PKCS#11 library.
	 *
	 * @param path the shared object
	 * @param parameters what it is started with, as NSS needs it
	 */
	record Library(Path path, @Nullable String parameters) {

	}

	HsmSettings settings() {
		Map<String, HsmSettings.Library> usable = this.libraries.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
					(entry) -> new HsmSettings.Library(entry.getValue().path(), entry.getValue().parameters())));
		return new HsmSettings(usable, Set.copyOf(this.vaultSuffixes), this.sessions, this.queue, this.timeout,
				this.slowTimeout, this.probes, this.reopen);
	}

}
