package io.qnsp.core.caller;

import java.util.Locale;

/**
 * What kind of actor did something, as audit events name it.
 */
public enum ActorType {

	/** A person. */
	USER,
	/** A service account. */
	SERVICE,
	/** The server itself, or somebody without a credential. */
	SYSTEM;

	/**
	 * The name in events and JSON.
	 * @return the lower-case name
	 */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

}
