package io.qnsp.kms.analytics.rule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time that a rule looks at. Windows tumble: one begins where the one before
 * has ended, the first at the UTC epoch.
 *
 * @param text as it was written, such as {@code 15m}
 * @param seconds the length, a multiple of five minutes
 */
public record AlertWindow(String text, long seconds) {

	/** What a window has to be, for error messages. */
	public static final String EXPECTED = "5m..1440m in steps of 5, 1h..168h or 1d..30d";

	private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,3})([mhd])");

	private static final long STEP = Duration.ofMinutes(5).toSeconds();

	private static final int[] SPANS = { 86_400, 3_600, 300 };

	/**
	 * Reads a window.
	 * @param text the text
	 * @return the window, or empty when it is none
	 */
	public static Optional<AlertWindow> parse(String text) {
		Matcher form = FORM.matcher(text);
		if (!form.matches()) {
			return Optional.empty();
		}
		int number = Integer.parseInt(form.group(1));
		Duration length = switch (form.group(2)) {
			case "m" -> (number <= 1_440) ? Duration.ofMinutes(number) : Duration.ZERO;
			case "h" -> (number <= 168) ? Duration.ofHours(number) : Duration.ZERO;
			default -> (number <= 30) ? Duration.ofDays(number) : Duration.ZERO;
		};
		return (length.isPositive() && length.toSeconds() % STEP == 0)
				? Optional.of(new AlertWindow(text, length.toSeconds())) : Optional.empty();
	}

	/**
	 * The window that a time falls into.
	 * @param time the time
	 * @return the window's start
	 */
	public Instant startOf(Instant time) {
		return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), this.seconds) * this.seconds);
	}

	/**
	 * Where a window ends.
	 * @param start its start
	 * @return the start of the next one
	 */
	public Instant endOf(Instant start) {
		return start.plusSeconds(this.seconds);
	}

	/**
	 * The longest kept span that windows are made of without a rest.
	 * @return 86400, 3600 or 300
	 */
	public int spanSeconds() {
		for (int span : SPANS) {
			if (this.seconds % span == 0) {
				return span;
			}
		}
		throw new IllegalStateException(this.seconds + " (expected: a multiple of " + STEP + ")");
	}

}
