package io.qnsp.crypto.secret;

/**
 * The token that a read of {@link SecretBytes} takes. It grants nothing by itself: it
 * makes every place where secret bytes leave their holder findable by searching for
 * {@code SecretAccess.because}, with the reason beside it.
 */
public final class SecretAccess {

	private final String reason;

	private SecretAccess(String reason) {
		this.reason = reason;
	}

	/**
	 * A token for one place in the code.
	 * @param reason why this place must see the bytes, a constant in the code; never
	 * blank
	 * @return the token, safe to keep in a constant
	 */
	public static SecretAccess because(String reason) {
		if (reason.isBlank()) {
			throw new IllegalArgumentException("reason: blank (expected: why the bytes are read)");
		}
		return new SecretAccess(reason);
	}

	@Override
	public String toString() {
		return "SecretAccess[" + this.reason + "]";
	}

}
