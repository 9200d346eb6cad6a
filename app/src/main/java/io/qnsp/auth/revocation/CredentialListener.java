package io.qnsp.auth.revocation;

import java.util.UUID;

/**
 * Is told on this instance, at once after the commit, what remembered credentials are no
 * longer good for. Must not block or throw.
 */
public interface CredentialListener {

	/**
	 * A credential was revoked, and with it every token that was issued from it.
	 * @param tenantId the credential's tenant
	 * @param credentialId the API key's or token's id
	 */
	void credentialRevoked(UUID tenantId, String credentialId);

	/**
	 * The roles or the status of a user or service account changed: what was verified for
	 * it must be verified again.
	 * @param subjectId the user's or service account's id
	 */
	void subjectChanged(String subjectId);

}
