package io.qnsp.audit.retention.policy;

import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import io.qnsp.audit.retention.EventScope;
import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import io.qnsp.core.time.CalendarPeriod;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a policy.
 *
 * @param name what people call it, 1..200 characters
 * @param retentionPeriod how long events are kept, an ISO 8601 duration such as
 * {@code P90D}
 * @param scope which events; all when not given
 * @param archiveConfig whether they are archived before they are deleted; not archived
 * when not given
 */
record CreatePolicyRequest(@Nullable String name, @Nullable CalendarPeriod retentionPeriod,
		EventScope.@Nullable Body scope, @Nullable ArchiveBody archiveConfig) {

	private static final int LONGEST_NAME = 200;

	private static final int LONGEST_SHOWN = 50;

	private static final String DEFAULT_STORE = "local";

	// Signs are not of ISO 8601; PostgreSQL reads them differently.
	private static final Pattern UNSIGNED = Pattern.compile("[Pp][0-9A-Za-z.]+");

	/**
	 * Whether and where to archive.
	 *
	 * @param enabled whether
	 * @param destination the name of a store that the operator has configured;
	 * {@code local} when not given
	 */
	record ArchiveBody(@Nullable Boolean enabled, @Nullable String destination) {

	}

	/**
	 * Refuses what no policy can be.
	 * @param stores the stores there are
	 */
	void check(Set<String> stores) {
		FieldProblems problems = new FieldProblems();
		problems.add((this.name == null || this.name.isBlank()) ? "name: missing (expected: 1..200 characters)"
				: BoundedText.problem("name", this.name, 1, LONGEST_NAME));
		if (this.retentionPeriod == null) {
			problems.add("retentionPeriod: missing (expected: an ISO 8601 duration, such as P90D)");
		}
		else if (!UNSIGNED.matcher(this.retentionPeriod.toString()).matches()) {
			problems.add("retentionPeriod: %s (expected: an ISO 8601 duration without signs, such as P90D)"
				.formatted(this.retentionPeriod));
		}
		if (this.archiveConfig != null && this.archiveConfig.enabled() == null) {
			problems.add("archiveConfig.enabled: missing (expected: true or false)");
		}
		String destination = (this.archiveConfig != null) ? this.archiveConfig.destination() : null;
		if (destination != null && !stores.contains(destination)) {
			problems.add("archiveConfig.destination: %s (expected: one of %s)".formatted(shown(destination),
					stores.stream().sorted().toList()));
		}
		problems.throwIfAny();
	}

	private static String shown(String text) {
		return (text.length() > LONGEST_SHOWN) ? text.substring(0, LONGEST_SHOWN) + "..." : text;
	}

	String checkedName() {
		return Objects.requireNonNull(this.name);
	}

	CalendarPeriod checkedPeriod() {
		return Objects.requireNonNull(this.retentionPeriod);
	}

	RetentionPolicy.ArchiveConfig archive() {
		if (this.archiveConfig == null || !Boolean.TRUE.equals(this.archiveConfig.enabled())) {
			return new RetentionPolicy.ArchiveConfig(false, null);
		}
		return new RetentionPolicy.ArchiveConfig(true,
				Objects.requireNonNullElse(this.archiveConfig.destination(), DEFAULT_STORE));
	}

}
