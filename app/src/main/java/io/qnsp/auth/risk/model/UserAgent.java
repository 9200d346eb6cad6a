package io.qnsp.auth.risk.model;

import java.util.Locale;
import java.util.Map;

import io.qnsp.core.error.BoundedText;
import org.jspecify.annotations.Nullable;

/**
 * The three levels of a user agent that the model compares. Guessed, not authenticated: a
 * client says what it likes.
 *
 * <p>
 * The header is a row of products {@code name/version} and comments in parentheses (RFC
 * 9110, 10.1.5). One pass over at most {@value #MAX_LENGTH} characters, no regular
 * expression:
 * <ul>
 * <li>browser: the product outside comments that stands first in the list of known
 * browsers (the most specific name: Edge also calls itself Chrome and Safari), with its
 * major version; if none is known, the first product that is not {@code Mozilla}.</li>
 * <li>operating system: the first known marker anywhere, with at most two parts of the
 * version behind it.</li>
 * <li>device: bot, tool (nothing of a browser, e.g. curl), tablet, mobile, desktop or
 * other.</li>
 * </ul>
 * An agent that is not recognised is {@code other}, which is a value like any other: the
 * model needs stable values, not right names.
 *
 * @param browser e.g. {@code Firefox 140}
 * @param os e.g. {@code Windows 10.0}
 * @param device e.g. {@code desktop}
 */
public record UserAgent(String browser, String os, String device) {

	/** Longest user agent that is accepted. */
	public static final int MAX_LENGTH = 1024;

	private static final String OTHER = "other";

	private static final int MAX_NAME = 32;

	private static final int MAX_VERSION = 16;

	/** Product names and the browser they mean, with the rank: the lowest rank wins. */
	private static final Map<String, Browser> BROWSERS = Map.ofEntries(browser(0, "Edg", "Edge"),
			browser(0, "EdgA", "Edge"), browser(0, "EdgiOS", "Edge"), browser(0, "Edge", "Edge"),
			browser(1, "OPR", "Opera"), browser(1, "OPiOS", "Opera"), browser(2, "SamsungBrowser", "Samsung Internet"),
			browser(3, "Vivaldi", "Vivaldi"), browser(4, "YaBrowser", "Yandex"), browser(5, "Firefox", "Firefox"),
			browser(5, "FxiOS", "Firefox"), browser(6, "Chrome", "Chrome"), browser(6, "CriOS", "Chrome"),
			browser(7, "HeadlessChrome", "Headless Chrome"), browser(8, "Version", "Safari"));

	/** Markers in the order of precedence: Android also says Linux, iOS also Mac OS X. */
	private static final String[][] SYSTEMS = { { "Windows NT ", "Windows" }, { "Android ", "Android" },
			{ "Android", "Android" }, { "iPhone OS ", "iOS" }, { "CPU OS ", "iOS" }, { "Mac OS X ", "macOS" },
			{ "Mac OS X", "macOS" }, { "CrOS ", "ChromeOS" }, { "Windows", "Windows" }, { "Linux", "Linux" },
			{ "FreeBSD", "FreeBSD" } };

	/**
	 * Says what is wrong with a user agent.
	 * @param header the header's value; may be empty
	 * @return the problem, or {@code null} if there is none
	 */
	public static @Nullable String problem(String header) {
		return BoundedText.problem("userAgent", header, 0, MAX_LENGTH);
	}

	/**
	 * Reads a user agent.
	 * @param header the header's value, at most {@value #MAX_LENGTH} characters
	 * @return what it seems to be
	 */
	public static UserAgent of(String header) {
		return new UserAgent(browserOf(header), osOf(header), deviceOf(header));
	}

	private static String browserOf(String header) {
		Browser best = null;
		String version = "";
		int depth = 0;
		int tokenStart = 0;
		for (int i = 0; i <= header.length(); i++) {
			char c = (i < header.length()) ? header.charAt(i) : ' ';
			boolean outside = depth == 0;
			depth = (c == '(') ? depth + 1 : (c == ')' && depth > 0) ? depth - 1 : depth;
			if (c != ' ' && c != '(' && c != ')') {
				continue;
			}
			if (outside && i > tokenStart) {
				int nameEnd = nameEnd(header, tokenStart, i);
				Browser found = product(header.substring(tokenStart, nameEnd));
				if (best == null || found.rank < best.rank) {
					best = found;
					version = majorVersion(header, nameEnd + 1, i);
				}
			}
			tokenStart = i + 1;
		}
		return (best == null) ? OTHER : best.name + version;
	}

	private static int nameEnd(String header, int start, int end) {
		int slash = header.indexOf('/', start, end);
		return Math.min((slash < 0) ? end : slash, start + MAX_NAME);
	}

	private static Browser product(String name) {
		Browser known = BROWSERS.get(name);
		if (known != null) {
			return known;
		}
		return new Browser(name.equals("Mozilla") ? Browser.MOZILLA : Browser.UNKNOWN, name);
	}

	private static String majorVersion(String header, int start, int end) {
		int i = start;
		while (i < end && i - start < MAX_VERSION && isDigit(header.charAt(i))) {
			i++;
		}
		return (i > start) ? " " + header.substring(start, i) : "";
	}

	private static String osOf(String header) {
		for (String[] system : SYSTEMS) {
			int at = header.indexOf(system[0]);
			if (at >= 0) {
				return system[1] + osVersion(header, at + system[0].length());
			}
		}
		return OTHER;
	}

	/*
	 * Apple writes 10_15_7 for 10.15.7; Chrome OS puts the processor before the version.
	 */
	private static String osVersion(String header, int start) {
		StringBuilder version = new StringBuilder();
		int parts = 0;
		for (int i = start; i < header.length() && version.length() < MAX_VERSION; i++) {
			char c = header.charAt(i);
			if (isDigit(c)) {
				version.append(c);
			}
			else if ((c == '.' || c == '_') && !version.isEmpty() && ++parts < 2) {
				version.append('.');
			}
			else {
				break;
			}
		}
		return version.isEmpty() ? "" : version.insert(0, ' ').toString();
	}

	private static String deviceOf(String header) {
		String lower = header.toLowerCase(Locale.ROOT);
		if (lower.contains("bot") || lower.contains("crawler") || lower.contains("spider")) {
			return "bot";
		}
		if (!header.startsWith("Mozilla/")) {
			return header.isEmpty() ? OTHER : "tool";
		}
		boolean android = header.contains("Android");
		if (header.contains("iPad") || header.contains("Tablet") || (android && !header.contains("Mobile"))) {
			return "tablet";
		}
		if (android || header.contains("iPhone") || header.contains("Mobile")) {
			return "mobile";
		}
		boolean desktop = header.contains("Windows") || header.contains("Mac OS X") || header.contains("Linux")
				|| header.contains("CrOS") || header.contains("X11");
		return desktop ? "desktop" : OTHER;
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	private static Map.Entry<String, Browser> browser(int rank, String product, String name) {
		return Map.entry(product, new Browser(rank, name));
	}

	/** A browser's name and how specific it is. */
	private record Browser(int rank, String name) {

		/** A product that the table does not know. */
		static final int UNKNOWN = 100;

		/** Every browser says it. */
		static final int MOZILLA = 101;

	}

}
