package io.qnsp.auth.credential;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * OIDC issuers whose tokens are trusted, {@code qnsp.oidc.*}.
 *
 * @param issuers none by default
 */
@ConfigurationProperties("qnsp.oidc")
record ExternalIssuerProperties(@DefaultValue List<Issuer> issuers) {

	/**
	 * One trusted issuer.
	 *
	 * @param issuer the exact {@code iss} claim
	 * @param jwksUri where its keys are
	 * @param audience the {@code aud} value that tokens for this server carry; always
	 * checked
	 * @param tenantId the tenant all of its users belong to; without it the tenant claim
	 * decides
	 * @param tenantClaim the claim with the tenant's UUID, defaults to {@code tenant_id}
	 * @param rolesClaim the claim with the roles, defaults to {@code roles}
	 * @param roles how the issuer's role names map to ours; names that are not in the map
	 * give nothing
	 */
	record Issuer(String issuer, URI jwksUri, String audience, @Nullable UUID tenantId,
			@DefaultValue("tenant_id") String tenantClaim, @DefaultValue("roles") String rolesClaim,
			@DefaultValue Map<String, String> roles) {

	}

}
