package io.qnsp.hsm.adapter.vault;

import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.HttpLogDetailLevel;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.security.keyvault.keys.KeyAsyncClient;
import com.azure.security.keyvault.keys.KeyClientBuilder;
import com.azure.security.keyvault.keys.KeyServiceVersion;
import com.azure.security.keyvault.keys.cryptography.CryptographyAsyncClient;
import com.azure.security.keyvault.keys.cryptography.CryptographyClientBuilder;
import com.azure.security.keyvault.keys.cryptography.CryptographyServiceVersion;
import io.qnsp.hsm.adapter.vault.login.VaultLogin;
import io.qnsp.hsm.adapter.vault.network.VaultAddress;
import io.qnsp.hsm.adapter.vault.network.VaultNetwork;

/**
 * Clients of one vault, made for each call: a client keeps its token to the end, even one
 * that the vault does not take any more. Public keys are not fetched, so that all is done
 * in the HSM.
 */
final class VaultClients {

	/** The service's version that is spoken. */
	static final String PROTOCOL = KeyServiceVersion.V7_5.getVersion();

	private final VaultAddress address;

	private final VaultLogin login;

	private final HttpClient http;

	VaultClients(VaultAddress address, VaultLogin login, HttpClient http) {
		this.address = address;
		this.login = login;
		this.http = http;
	}

	/**
	 * Loads what clients are made of. Blocking.
	 * @return true
	 */
	boolean load() {
		keys();
		key("name/version");
		return true;
	}

	KeyAsyncClient keys() {
		return new KeyClientBuilder().vaultUrl(this.address.url())
			.credential(this.login)
			.httpClient(this.http)
			.httpLogOptions(noLog())
			.retryPolicy(VaultNetwork.noRetries())
			.serviceVersion(KeyServiceVersion.V7_5)
			.buildAsyncClient();
	}

	CryptographyAsyncClient key(String reference) {
		return new CryptographyClientBuilder().keyIdentifier(this.address.url() + "/keys/" + reference)
			.credential(this.login)
			.httpClient(this.http)
			.httpLogOptions(noLog())
			.retryPolicy(VaultNetwork.noRetries())
			.serviceVersion(CryptographyServiceVersion.V7_5)
			.disableKeyCaching()
			.buildAsyncClient();
	}

	// The environment could turn on a log of bodies, which hold what is unwrapped.
	private static HttpLogOptions noLog() {
		return new HttpLogOptions().setLogLevel(HttpLogDetailLevel.NONE);
	}

}
