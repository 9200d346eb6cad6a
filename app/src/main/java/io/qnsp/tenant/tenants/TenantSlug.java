package io.qnsp.tenant.tenants;

import java.text.Normalizer;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Short names of tenants.
 */
final class TenantSlug {

	/** What a short name looks like; the database checks the same. */
	static final String FORM = "[a-z0-9][a-z0-9-]{1,62}";

	private static final int MAX_LENGTH = 63;

	private static final Pattern FORM_PATTERN = Pattern.compile(FORM);

	private static final Pattern MARKS = Pattern.compile("\\p{M}+");

	private static final Pattern OTHERS = Pattern.compile("[^a-z0-9]+");

	private TenantSlug() {
	}

	/**
	 * Makes a short name of a name: accents dropped, everything else that is no letter or
	 * digit of ASCII becomes a dash. A name without any, such as one in another script,
	 * gets the tenant's id.
	 */
	static String of(String name, UUID tenantId) {
		String plain = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
		String dashed = OTHERS.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("-");
		String slug = trimmed(dashed.substring(0, Math.min(dashed.length(), MAX_LENGTH)));
		return FORM_PATTERN.matcher(slug).matches() ? slug : "tenant-" + tenantId;
	}

	private static String trimmed(String dashed) {
		int start = dashed.startsWith("-") ? 1 : 0;
		int end = (dashed.endsWith("-") && dashed.length() > start) ? dashed.length() - 1 : dashed.length();
		return dashed.substring(start, end);
	}

}
