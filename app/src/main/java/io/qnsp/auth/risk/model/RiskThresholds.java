package io.qnsp.auth.risk.model;

import java.time.Duration;

/**
 * Every number of the risk model, in one place, with the reason for it.
 *
 * <p>
 * Score to level to recommendation:
 * <table>
 * <caption>Levels</caption>
 * <tr>
 * <th>score</th>
 * <th>level</th>
 * <th>recommendation</th>
 * </tr>
 * <tr>
 * <td>0 &lt;= s &lt; 25</td>
 * <td>low</td>
 * <td>allow</td>
 * </tr>
 * <tr>
 * <td>25 &lt;= s &lt; 50</td>
 * <td>medium</td>
 * <td>challenge</td>
 * </tr>
 * <tr>
 * <td>50 &lt;= s &lt; 75</td>
 * <td>high</td>
 * <td>challenge</td>
 * </tr>
 * <tr>
 * <td>75 &lt;= s &lt;= 100</td>
 * <td>critical</td>
 * <td>deny</td>
 * </tr>
 * </table>
 *
 * <p>
 * The weights say what a factor at its full score of 100 does alone. They are chosen so
 * that one kind of evidence that an honest user can produce (a new laptop, a new country,
 * somebody else hammering the account) never denies alone; two strong ones together do.
 */
final class RiskThresholds {

	/** From here on {@link RiskLevel#MEDIUM}. */
	static final double MEDIUM = 25;

	/** From here on {@link RiskLevel#HIGH}. */
	static final double HIGH = 50;

	/** From here on {@link RiskLevel#CRITICAL}. */
	static final double CRITICAL = 75;

	/** The learning period ends after this time since the first login ... */
	static final Duration LEARNING_PERIOD = Duration.ofDays(14);

	/** ... or with this number of logins, whichever comes first. */
	static final int LEARNING_LOGINS = 10;

	/**
	 * Everything about the attempt is new to the user: 65 points, high. With a new device
	 * as well 1 - 0.35 * 0.75 = 73.75, still high: the user on a new laptop abroad looks
	 * like this too. Any further evidence makes it critical.
	 */
	static final double LOGIN_PATTERN_WEIGHT = 0.65;

	/** Full impossible travel alone is high (70). */
	static final double IMPOSSIBLE_TRAVEL_WEIGHT = 0.7;

	/** A new device alone is just medium (25): confirm it. */
	static final double NEW_DEVICE_WEIGHT = 0.25;

	/**
	 * Failed attempts alone reach high (60), never critical: otherwise anybody could lock
	 * a user out by guessing.
	 */
	static final double FAILED_ATTEMPTS_WEIGHT = 0.6;

	/** One fresh critical signal alone (0.9 * 90 = 81) is critical. */
	static final double THREAT_SIGNALS_WEIGHT = 0.9;

	/** An unusual hour alone stays low (20): it only supports other evidence. */
	static final double UNUSUAL_HOUR_WEIGHT = 0.2;

	/**
	 * Likelihood ratio that scores 0: the attempt fits the user as well as anybody. A
	 * tenant where everybody shares one network and one browser sits here.
	 */
	static final double RATIO_OF_SCORE_ZERO = 1;

	/**
	 * Likelihood ratio that scores 100: both features (network and user agent) wholly new
	 * to the user, 4 * 4. On the log scale between, every doubling adds 25 points.
	 */
	static final double RATIO_OF_SCORE_HUNDRED = 16;

	/**
	 * A value that the user never had is taken as this many times less likely for the
	 * user than for the tenant (das-group/rba-algorithm, edge case of Freeman eq. 7).
	 */
	static final double UNSEEN_RATIO = 4;

	/**
	 * From this many earlier logins on a specific value (address, network, user agent) is
	 * familiar; fewer could have been an attacker's.
	 */
	static final int FAMILIAR_LOGINS = 3;

	/**
	 * Bound of the ratio's last term (1/users) / (user logins/all logins), and of its
	 * inverse. Freeman's term is unbounded because the paper cuts by percentile; on an
	 * absolute scale it would make the most active users immune and the rare ones
	 * suspects.
	 */
	static final double ACTIVITY_BOUND = 2;

	/** Mean radius of the earth for the haversine distance, km. */
	static final double EARTH_RADIUS_KM = 6371;

	/** Faster than an airliner is impossible, km/h. */
	static final double TRAVEL_MAX_KMH = 900;

	/** From twice the possible speed on the travel factor is at 100, km/h. */
	static final double TRAVEL_FULL_KMH = 2 * TRAVEL_MAX_KMH;

	/** GeoIP errs by this much; shorter distances give no verdict, km. */
	static final double TRAVEL_MIN_KM = 100;

	/** Shortest time a speed is computed from (0.0001 h): no division by zero. */
	static final double TRAVEL_MIN_HOURS = 0.0001;

	/** Score of an attempt without a fingerprint by a user whose devices send one. */
	static final double FINGERPRINT_MISSING_SCORE = 50;

	/**
	 * Failed attempts that score 50; twice as many score 75, three times 87.5, and so on.
	 */
	static final double FAILED_ATTEMPTS_HALF = 3;

	/** Logins in the hour histogram below which no hour is called unusual. */
	static final int UNUSUAL_HOUR_MIN_LOGINS = 20;

	/** Logins at which the unusual-hour factor is trusted by half: n / (n + this). */
	static final double UNUSUAL_HOUR_CONFIDENCE_LOGINS = 20;

	private RiskThresholds() {
	}

}
