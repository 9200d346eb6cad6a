package io.qnsp.core.text;

/**
 * Texts of others as cells of CSV files.
 */
public final class SpreadsheetText {

	private static final String FORMULA_STARTS = "=+-@\uff1d\uff0b\uff0d\uff20";

	private SpreadsheetText() {
	}

	/**
	 * Makes a text inert: one that a spreadsheet would take for a formula, because it
	 * starts with {@code = + - @} or a tab or carriage return, gets an apostrophe in
	 * front (OWASP, "CSV Injection").
	 * @param text any text
	 * @return the text, or the text after an apostrophe
	 */
	public static String inert(String text) {
		return isFormula(text) ? "'" + text : text;
	}

	// Spreadsheets skip blanks before a formula, and some take full-width signs.
	private static boolean isFormula(String text) {
		int start = 0;
		while (start < text.length()
				&& (Character.isWhitespace(text.charAt(start)) || Character.isSpaceChar(text.charAt(start)))) {
			start++;
		}
		boolean tabbed = start > 0 && (text.charAt(0) == '\t' || text.charAt(0) == '\r');
		return tabbed || (start < text.length() && FORMULA_STARTS.indexOf(text.charAt(start)) >= 0);
	}

}
