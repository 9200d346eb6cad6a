package io.qnsp.auth.risk.model;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.qnsp.core.error.BoundedText;
import org.jspecify.annotations.Nullable;

/**
 * Where an attempt came from, as far as the caller knows.
 *
 * @param country ISO 3166-1 alpha-2 in upper case, {@code null} if unknown
 * @param city the city's name, informational, {@code null} if unknown
 * @param position coordinates, {@code null} if unknown
 */
public record GeoLocation(@Nullable String country, @Nullable String city, @Nullable Position position) {

	/** Nothing is known. */
	public static final GeoLocation UNKNOWN = new GeoLocation(null, null, null);

	/** ISO 3166-1 and Kosovo, which every GeoIP database calls XK. */
	private static final Set<String> COUNTRIES = Stream
		.concat(Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).stream(), Stream.of("XK"))
		.collect(Collectors.toUnmodifiableSet());

	public GeoLocation {
		if (country != null) {
			BoundedText.require(countryProblem("geoLocation.country", country));
			country = country.toUpperCase(Locale.ROOT);
		}
		if (city != null) {
			BoundedText.require(BoundedText.problem("geoLocation.city", city, 0, 128));
		}
	}

	/**
	 * Says what is wrong with a country. Unknown codes are refused, because a policy on
	 * "UK" would silently never match "GB".
	 * @param name the field's name for the message
	 * @param country the code in any case
	 * @return the problem, or {@code null} if there is none
	 */
	public static @Nullable String countryProblem(String name, String country) {
		String problem = BoundedText.problem(name, country, 2, 2);
		if (problem != null) {
			return problem;
		}
		// Beyond ASCII, upper case maps other letters into it: a dotless i becomes I.
		boolean isAscii = country.chars().allMatch((c) -> c < 128);
		return (isAscii && COUNTRIES.contains(country.toUpperCase(Locale.ROOT))) ? null
				: name + ": \"" + country + "\" (expected: an ISO 3166-1 alpha-2 code, or none if unknown)";
	}

	/**
	 * A point on earth.
	 *
	 * @param latitude degrees, -90..90
	 * @param longitude degrees, -180..180
	 */
	public record Position(double latitude, double longitude) {

		public Position {
			BoundedText.require(problem(latitude, longitude));
		}

		/**
		 * Says what is wrong with coordinates.
		 * @param latitude degrees
		 * @param longitude degrees
		 * @return the problem, or {@code null} if there is none
		 */
		public static @Nullable String problem(double latitude, double longitude) {
			if (!(Math.abs(latitude) <= 90)) {
				return "geoLocation.latitude: " + latitude + " (expected: -90..90)";
			}
			return (Math.abs(longitude) <= 180) ? null
					: "geoLocation.longitude: " + longitude + " (expected: -180..180)";
		}

		/**
		 * Great-circle distance by the haversine formula: a = sin²(Δφ/2) + cos φ1 cos φ2
		 * sin²(Δλ/2), d = 2 R asin √a.
		 * @param other the other point
		 * @return kilometres, 0..20016
		 */
		public double kilometresTo(Position other) {
			double phi1 = Math.toRadians(this.latitude);
			double phi2 = Math.toRadians(other.latitude);
			double sinPhi = Math.sin((phi2 - phi1) / 2);
			double sinLambda = Math.sin(Math.toRadians(other.longitude - this.longitude) / 2);
			double a = sinPhi * sinPhi + Math.cos(phi1) * Math.cos(phi2) * sinLambda * sinLambda;
			// Rounding may carry antipodes a hair over 1, where asin is NaN.
			return 2 * RiskThresholds.EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, a)));
		}

	}

}
