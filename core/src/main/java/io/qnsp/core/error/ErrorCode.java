package io.qnsp.core.error;

/**
 * The machine codes of the API's error shape, each with its HTTP status. A code is stable
 * once published.
 */
public enum ErrorCode {

	/** Malformed JSON, a wrong type, a missing field, a bad enum value or UUID. */
	BAD_REQUEST(400),
	/** No credential, or one that nobody can read. */
	UNAUTHORIZED(401),
	/** A token that is forged, tampered with, revoked or not for this server. */
	INVALID_TOKEN(401),
	/** A token past its expiry. */
	TOKEN_EXPIRED(401),
	/** A client id or secret that does not match. */
	INVALID_CREDENTIALS(401),
	/** The caller's role or scope does not allow the call. */
	FORBIDDEN(403),
	/** The tenant's tier does not include the feature. */
	ENTITLEMENT_REQUIRED(403),
	/** The tenant does not hold the add-on. */
	ADDON_REQUIRED(403),
	/** The tenant has used up its quota of the resource. */
	QUOTA_EXCEEDED(403),
	/** A header or path names another tenant than the credential. */
	TENANT_MISMATCH(403),
	/** The tenant's own policy does not allow it. */
	POLICY_DENIED(403),
	/** The tenant is suspended. */
	TENANT_SUSPENDED(403),
	/** The service account may not ask for that audience. */
	AUDIENCE_NOT_PERMITTED(403),
	/** Unknown path or id, or another tenant's id. */
	NOT_FOUND(404),
	/** Unknown service account. */
	SERVICE_ACCOUNT_NOT_FOUND(404),
	/** The path exists, the method does not. */
	METHOD_NOT_ALLOWED(405),
	/** No representation that the caller accepts. */
	NOT_ACCEPTABLE(406),
	/** Well-formed, but impossible in the current state. */
	CONFLICT(409),
	/** The thing to be created is there already. */
	ALREADY_EXISTS(409),
	/** It was here and is gone for good. */
	GONE(410),
	/** The body is larger than the server reads. */
	PAYLOAD_TOO_LARGE(413),
	/** The body's media type is not one the endpoint reads. */
	UNSUPPORTED_MEDIA_TYPE(415),
	/** Well-formed, but without a meaning. */
	UNPROCESSABLE_ENTITY(422),
	/** An idempotency key that was used for another request. */
	IDEMPOTENCY_KEY_REUSED(422),
	/** The rate limit is used up. */
	TOO_MANY_REQUESTS(429),
	/** A fault of the server. */
	INTERNAL_ERROR(500),
	/** Overload, a missing dependency or a timeout. */
	SERVICE_UNAVAILABLE(503),
	/** The audit event could not be made durable, so there is no answer. */
	AUDIT_UNAVAILABLE(503);

	private final int status;

	ErrorCode(int status) {
		this.status = status;
	}

	/**
	 * The HTTP status of this code.
	 * @return 400..599
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Whether the call was refused for who is calling or how often, rather than failed.
	 * @return true for 401, 403 and 429
	 */
	public boolean isDenial() {
		return this.status == 401 || this.status == 403 || this.status == 429;
	}

}
