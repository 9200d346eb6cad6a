package io.qnsp.hsm.binding;

/**
 * A token ({@code CK_TOKEN_INFO}), its texts without padding.
 *
 * @param slot the slot it is in
 * @param label its label
 * @param manufacturer who made it
 * @param model which model
 * @param serial its serial number
 * @param flags {@code CKF_*}
 * @param maxSessions most sessions of one process; 0 for no limit
 * @param maxReadWriteSessions most of them that can write; 0 for no limit
 * @param firmware its version
 */
public record TokenInfo(long slot, String label, String manufacturer, String model, String serial, long flags,
		long maxSessions, long maxReadWriteSessions, String firmware) {

	private static final long TOKEN_INITIALIZED = 0x400;

	private static final long USER_PIN_FINAL_TRY = 0x20000;

	private static final long USER_PIN_LOCKED = 0x40000;

	private static final long UNAVAILABLE = -1;

	/**
	 * Whether it can be used.
	 * @return false for an empty token
	 */
	public boolean isInitialized() {
		return (this.flags & TOKEN_INITIALIZED) != 0;
	}

	/**
	 * Whether one more wrong PIN locks the token, or one has locked it.
	 * @return true when only the token's owner should try, with the vendor's tools
	 */
	public boolean isAboutToLock() {
		return (this.flags & (USER_PIN_FINAL_TRY | USER_PIN_LOCKED)) != 0;
	}

	/**
	 * How many sessions a process may have.
	 * @param wanted how many it would like, at least 1
	 * @return at most that many, at least 1
	 */
	public int sessions(int wanted) {
		return (int) Math.min(wanted, Math.min(limit(this.maxSessions), limit(this.maxReadWriteSessions)));
	}

	private static long limit(long value) {
		return (value == 0 || value == UNAVAILABLE) ? Integer.MAX_VALUE : value;
	}

}
