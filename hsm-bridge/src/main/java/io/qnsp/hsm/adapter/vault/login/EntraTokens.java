package io.qnsp.hsm.adapter.vault.login;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.policy.HttpLogDetailLevel;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.CredentialBuilderBase;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import io.qnsp.hsm.HsmCredential;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.adapter.vault.network.VaultNetwork;

/**
 * Gets access tokens from Entra ID. Blocking. The identity library takes a client secret
 * as a {@code String} and parses a certificate's key, neither of which can be wiped: they
 * live as long as one call of {@link #obtain}, then nothing refers to them any more.
 */
public final class EntraTokens {

	private final URI authority;

	private final HttpClient http;

	private final SameThread thread = new SameThread();

	/**
	 * Nothing is sent yet.
	 * @param authority Entra ID's address; it is the operator's, so that nobody else is
	 * asked whether it is a real one
	 * @param http how to get there
	 */
	public EntraTokens(URI authority, HttpClient http) {
		this.authority = authority;
		this.http = http;
	}

	/**
	 * Logs in.
	 * @param credential who
	 * @param request to what
	 * @return the token
	 * @throws HsmException {@link Problem#AUTHENTICATION} if the credential was refused,
	 * {@link Problem#UNAVAILABLE} if nobody could tell
	 */
	AccessToken obtain(HsmCredential credential, TokenRequestContext request) {
		try {
			return identity(credential).getTokenSync(request);
		}
		catch (RuntimeException ex) {
			throw EntraFailures.of(ex, credential);
		}
	}

	/**
	 * What the identity library makes of a credential.
	 * @param credential the credential
	 * @return holds its secrets
	 */
	TokenCredential identity(HsmCredential credential) {
		return switch (credential) {
			case HsmCredential.ClientSecret secret ->
				application(new ClientSecretCredentialBuilder(), secret.directory(), secret.client())
					.clientSecret(secret.read((bytes) -> new String(bytes, StandardCharsets.UTF_8)))
					.build();
			case HsmCredential.ClientCertificate certificate ->
				application(new ClientCertificateCredentialBuilder(), certificate.directory(), certificate.client())
					.pemCertificate(certificate.<InputStream>read(ByteArrayInputStream::new))
					.build();
			case HsmCredential.ManagedIdentity machine -> {
				ManagedIdentityCredentialBuilder builder = quiet(new ManagedIdentityCredentialBuilder())
					.executorService(this.thread);
				yield ((machine.client() == null) ? builder : builder.clientId(machine.client())).build();
			}
			case HsmCredential.Pin pin -> throw new HsmException(Problem.AUTHENTICATION,
					pin + ": not for a vault (expected: a client secret, a client certificate or a managed identity)");
		};
	}

	private <B extends AadCredentialBuilderBase<B>> B application(B builder, String directory, String client) {
		return quiet(builder).authorityHost(this.authority.toString())
			.disableInstanceDiscovery()
			.executorService(this.thread)
			.tenantId(directory)
			.clientId(client);
	}

	// One attempt, and no log of requests, whatever the environment says.
	private <B extends CredentialBuilderBase<B>> B quiet(B builder) {
		return builder.httpClient(this.http)
			.retryPolicy(VaultNetwork.noRetries())
			.httpLogOptions(new HttpLogOptions().setLogLevel(HttpLogDetailLevel.NONE));
	}

}
