package io.qnsp.kms.byohsm;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Kinds of HSMs that tenants bring. All but Azure's are reached through a PKCS#11 library
 * that the operator has configured for them.
 */
public enum HsmProvider {

	/** Thales Luna. */
	@JsonProperty("thales")
	THALES,
	/** SafeNet, the older name of the same family. */
	@JsonProperty("safenet")
	SAFENET,
	/** AWS CloudHSM. */
	@JsonProperty("aws_cloudhsm")
	AWS_CLOUDHSM,
	/** Azure Managed HSM, a vault with an HTTP API. */
	@JsonProperty("azure_managed_hsm")
	AZURE_MANAGED_HSM,
	/** Google Cloud HSM. */
	@JsonProperty("google_cloud_hsm")
	GOOGLE_CLOUD_HSM,
	/** SoftHSM, software, for trying out. */
	@JsonProperty("softhsm")
	SOFTHSM;

	/**
	 * The name in JSON, in the database and in the configuration.
	 * @return such as {@code aws_cloudhsm}
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The provider of a stored name.
	 * @param wireName the name
	 * @return the provider
	 */
	public static HsmProvider stored(String wireName) {
		return valueOf(wireName.toUpperCase(Locale.ROOT));
	}

	/**
	 * Whether it is reached over HTTP instead of through a library.
	 * @return true for Azure
	 */
	public boolean isVault() {
		return this == AZURE_MANAGED_HSM;
	}

}
