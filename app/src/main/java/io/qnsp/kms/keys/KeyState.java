package io.qnsp.kms.keys;

import java.util.Arrays;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where a key is in its life (SP 800-57 part 1 revision 5, section 7).
 */
public enum KeyState {

	/** Made, and not to be used yet. */
	@JsonProperty("pre-activation")
	PRE_ACTIVATION("pre-activation"),
	/** In use. */
	@JsonProperty("active")
	ACTIVE("active"),
	/** Out of use for a while. */
	@JsonProperty("suspended")
	SUSPENDED("suspended"),
	/** Protects nothing new; verifies and decrypts what it has protected. */
	@JsonProperty("deactivated")
	DEACTIVATED("deactivated"),
	/** Somebody else may know it; otherwise as deactivated. */
	@JsonProperty("compromised")
	COMPROMISED("compromised"),
	/** The material is gone for good; what is known of the key stays. */
	@JsonProperty("destroyed")
	DESTROYED("destroyed");

	private final String wireName;

	KeyState(String wireName) {
		this.wireName = wireName;
	}

	/**
	 * The name in JSON and in the database.
	 * @return such as {@code pre-activation}
	 */
	public String wireName() {
		return this.wireName;
	}

	/**
	 * Whether the key may still do anything.
	 * @return false once it is destroyed
	 */
	public boolean isAlive() {
		return this != DESTROYED;
	}

	/**
	 * The state of a name.
	 * @param wireName a name
	 * @return the state, or empty when there is none of that name
	 */
	public static Optional<KeyState> named(String wireName) {
		return Arrays.stream(values()).filter((state) -> state.wireName.equals(wireName)).findFirst();
	}

}
