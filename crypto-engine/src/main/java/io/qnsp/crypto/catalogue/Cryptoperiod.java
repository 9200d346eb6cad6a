package io.qnsp.crypto.catalogue;

import java.time.Period;

/**
 * How long a key should be used (SP 800-57 part 1 revision 5, section 5.3.6 and table 1).
 * These are recommendations for keys under ordinary load, not limits of the engine.
 *
 * @param protects how long it may sign, encrypt, wrap or encapsulate
 * @param processes how long it may decrypt, unwrap or verify
 */
public record Cryptoperiod(Period protects, Period processes) {

	private static final Period UNLIMITED = Period.ofYears(100);

	/**
	 * The longest recommended use for a purpose. Public keys verify without limit (here:
	 * a hundred years).
	 * @param purpose what a key is for
	 * @return its period
	 */
	public static Cryptoperiod of(Purpose purpose) {
		return switch (purpose) {
			case SIGNING -> new Cryptoperiod(Period.ofYears(3), UNLIMITED);
			case ENCRYPTION, WRAPPING, MAC -> new Cryptoperiod(Period.ofYears(2), Period.ofYears(5));
			case KEM -> new Cryptoperiod(Period.ofYears(2), Period.ofYears(2));
		};
	}

}
