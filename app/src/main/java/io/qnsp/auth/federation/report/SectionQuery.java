package io.qnsp.auth.federation.report;

import java.util.List;

/**
 * One section of a report and the SQL that computes it. The statement binds
 * {@code :tenant}, {@code :start}, {@code :end} and {@code :providers}, and its columns
 * are the section's, in that order.
 *
 * @param name the section's field in JSON
 * @param title what it shows
 * @param columns the names of its columns
 * @param sql the statement
 */
record SectionQuery(String name, String title, List<String> columns, String sql) {

	/** Sections of more rows make the report fail. */
	static final int MAX_ROWS = 20_000;

	// The events of the range; the names of logins with and without the prefix that
	// published clients use.
	private static final String EVENTS = """
			WITH event AS (
				SELECT provider, user_id, event_type, recorded_at, outcome = 'success' AS ok,
					event_type IN ('login', 'federation_login') AS login
				FROM federation_event
				WHERE tenant_id = :tenant AND recorded_at >= :start AND recorded_at < :end
				AND (:providers::text[] IS NULL OR provider = ANY (:providers)))
			""";

	// A login counts as one with a second factor when the same user passed a challenge of
	// the same provider within ten minutes before or after. Counted in a window, not
	// looked up for each login: one sort, whatever the statistics say and however many
	// events share one instant.
	private static final String SEEN_EVENTS = """
			WITH near AS (
				SELECT provider, user_id, recorded_at, outcome = 'success' AS ok,
					event_type IN ('login', 'federation_login') AS login,
					count(*) FILTER (
						WHERE outcome = 'success' AND event_type IN ('mfa_challenge', 'federation_mfa_challenge'))
					OVER (PARTITION BY provider, user_id ORDER BY recorded_at
						RANGE BETWEEN interval '10 minutes' PRECEDING AND interval '10 minutes' FOLLOWING) AS challenges
				FROM federation_event
				WHERE tenant_id = :tenant
				AND recorded_at >= CAST(:start AS timestamptz) - interval '10 minutes'
				AND recorded_at < CAST(:end AS timestamptz) + interval '10 minutes'
				AND (:providers::text[] IS NULL OR provider = ANY (:providers))),
			seen AS (
				SELECT near.*, login AND ok AND challenges > 0 AS mfa
				FROM near WHERE recorded_at >= :start AND recorded_at < :end)
			""";

	private static final String SUMMARY_SQL = SEEN_EVENTS + """
			SELECT count(*), count(DISTINCT provider), count(DISTINCT user_id),
				count(*) FILTER (WHERE ok), count(*) FILTER (WHERE NOT ok), round(avg(ok::int), 4)::float8,
				count(*) FILTER (WHERE login), count(*) FILTER (WHERE login AND NOT ok),
				count(*) FILTER (WHERE mfa), round(avg(mfa::int) FILTER (WHERE login AND ok), 4)::float8
			FROM seen
			""";

	private static final String PROVIDERS_SQL = SEEN_EVENTS + """
			SELECT provider, count(*), count(DISTINCT user_id),
				count(*) FILTER (WHERE ok), count(*) FILTER (WHERE NOT ok), round(avg(ok::int), 4)::float8,
				count(*) FILTER (WHERE login), count(*) FILTER (WHERE login AND NOT ok),
				round(avg(mfa::int) FILTER (WHERE login AND ok), 4)::float8, min(recorded_at), max(recorded_at)
			FROM seen GROUP BY provider ORDER BY count(*) DESC, provider LIMIT 20001
			""";

	private static final String FAILED_LOGINS_SQL = EVENTS + """
			SELECT provider, user_id, count(*), min(recorded_at), max(recorded_at)
			FROM event WHERE login AND NOT ok
			GROUP BY provider, user_id ORDER BY count(*) DESC, provider, user_id LIMIT 100
			""";

	private static final String GAPS_SQL = EVENTS + """
			, step AS (
				SELECT provider, lag(recorded_at) OVER (PARTITION BY provider ORDER BY recorded_at) AS before,
					recorded_at AS after
				FROM event)
			SELECT provider, before, after, round(extract(epoch FROM after - before) / 3600, 1)::float8
			FROM step WHERE after - before > interval '24 hours'
			ORDER BY after - before DESC, provider, before LIMIT 1000
			""";

	private static final String BY_DAY_SQL = EVENTS + """
			SELECT (recorded_at AT TIME ZONE 'UTC')::date::text AS day, provider, event_type, count(*),
				count(*) FILTER (WHERE ok), count(*) FILTER (WHERE NOT ok), count(DISTINCT user_id)
			FROM event GROUP BY day, provider, event_type ORDER BY day, provider, event_type LIMIT 20001
			""";

	private static final String USERS_SQL = EVENTS + """
			SELECT user_id, provider, count(*), count(*) FILTER (WHERE login), count(*) FILTER (WHERE NOT ok),
				min(recorded_at), max(recorded_at)
			FROM event GROUP BY user_id, provider ORDER BY count(*) DESC, user_id, provider LIMIT 100
			""";

	private static final String CLUSTERS_SQL = EVENTS + """
			SELECT date_bin('10 minutes', recorded_at, '2000-01-01T00:00:00Z'::timestamptz) AS window_start, provider,
				count(*), count(DISTINCT user_id), min(recorded_at), max(recorded_at)
			FROM event WHERE login AND NOT ok
			GROUP BY window_start, provider HAVING count(*) >= 5
			ORDER BY count(*) DESC, window_start, provider LIMIT 1000
			""";

	private static final String FAILING_USERS_SQL = EVENTS + """
			SELECT user_id, provider, count(*) FILTER (WHERE NOT ok) AS failures, count(*),
				round(avg((NOT ok)::int), 4)::float8, max(recorded_at) FILTER (WHERE NOT ok)
			FROM event GROUP BY user_id, provider HAVING count(*) FILTER (WHERE NOT ok) >= 5
			ORDER BY failures DESC, user_id, provider LIMIT 1000
			""";

	private static final String NEW_PROVIDERS_SQL = EVENTS
			+ """
					SELECT provider, min(recorded_at), count(*), count(DISTINCT user_id)
					FROM event
					GROUP BY provider HAVING NOT EXISTS (
						SELECT FROM federation_event earlier
						WHERE earlier.tenant_id = :tenant AND earlier.provider = event.provider AND earlier.recorded_at < :start)
					ORDER BY min(recorded_at), provider LIMIT 1000
					""";

	// The hours of the user's earlier logins are the bits of one number; the hours beside
	// them are usual too.
	private static final String UNUSUAL_HOURS_SQL = """
			WITH login AS (
				SELECT user_id, provider, recorded_at, extract(hour FROM recorded_at AT TIME ZONE 'UTC')::int AS hour
				FROM federation_event
				WHERE tenant_id = :tenant AND outcome = 'success' AND event_type IN ('login', 'federation_login')
				AND recorded_at >= CAST(:start AS timestamptz) - interval '90 days' AND recorded_at < :end),
			known AS (
				SELECT login.*, count(*) FILTER (WHERE recorded_at < :start) OVER (PARTITION BY user_id) AS earlier,
					bit_or(1 << hour) FILTER (WHERE recorded_at < :start) OVER (PARTITION BY user_id) AS hours
				FROM login)
			SELECT user_id, provider, hour, count(*), min(recorded_at)
			FROM known
			WHERE recorded_at >= :start AND (:providers::text[] IS NULL OR provider = ANY (:providers))
			AND earlier >= 10
			AND (hours & ((1 << ((hour + 23) % 24)) | (1 << hour) | (1 << ((hour + 1) % 24)))) = 0
			GROUP BY user_id, provider, hour
			ORDER BY count(*) DESC, user_id, provider, hour LIMIT 1000
			""";

	private static final SectionQuery SUMMARY = new SectionQuery("summary", "Summary", List.of("events", "providers",
			"users", "successes", "failures", "successRate", "logins", "failedLogins", "mfaLogins", "mfaShare"),
			SUMMARY_SQL);

	private static final List<SectionQuery> COMPLIANCE = List.of(SUMMARY,
			new SectionQuery("providerOutcomes", "Outcomes by provider",
					List.of("provider", "events", "users", "successes", "failures", "successRate", "logins",
							"failedLogins", "mfaShare", "firstEventAt", "lastEventAt"),
					PROVIDERS_SQL),
			new SectionQuery("failedLogins", "Failed logins, the 100 users with most",
					List.of("provider", "userId", "failedLogins", "firstFailureAt", "lastFailureAt"),
					FAILED_LOGINS_SQL),
			new SectionQuery("gaps", "Gaps of more than 24 hours between two events of a provider",
					List.of("provider", "from", "to", "hours"), GAPS_SQL));

	private static final List<SectionQuery> ACTIVITY = List.of(SUMMARY,
			new SectionQuery("days", "Events by day (UTC), provider and type",
					List.of("day", "provider", "eventType", "events", "successes", "failures", "users"), BY_DAY_SQL),
			new SectionQuery("mostActiveUsers", "The 100 most active users",
					List.of("userId", "provider", "events", "logins", "failures", "firstEventAt", "lastEventAt"),
					USERS_SQL));

	private static final List<SectionQuery> SECURITY = List.of(SUMMARY,
			new SectionQuery("failedLoginClusters", "Five or more failed logins of a provider within ten minutes",
					List.of("windowStart", "provider", "failedLogins", "users", "firstFailureAt", "lastFailureAt"),
					CLUSTERS_SQL),
			new SectionQuery("failingUsers", "Users with five or more failures",
					List.of("userId", "provider", "failures", "events", "failureRate", "lastFailureAt"),
					FAILING_USERS_SQL),
			new SectionQuery("newProviders", "Providers that were never seen before the range",
					List.of("provider", "firstEventAt", "events", "users"), NEW_PROVIDERS_SQL),
			new SectionQuery("unusualHours",
					"Logins at an hour (UTC) at which a user with ten or more logins in the 90 days before never logged in",
					List.of("userId", "provider", "hour", "logins", "firstLoginAt"), UNUSUAL_HOURS_SQL));

	/**
	 * The sections of a report.
	 * @param type what it is about
	 * @return its sections, in the order to be read
	 */
	static List<SectionQuery> of(ReportType type) {
		return switch (type) {
			case COMPLIANCE -> COMPLIANCE;
			case ACTIVITY -> ACTIVITY;
			case SECURITY -> SECURITY;
		};
	}

}
