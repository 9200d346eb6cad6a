package io.qnsp.auth.risk;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.auth.risk.evidence.LoginDigests;
import io.qnsp.auth.risk.model.GeoLocation;
import io.qnsp.auth.risk.model.IpAddress;
import io.qnsp.auth.risk.model.LoginAttempt;
import io.qnsp.auth.risk.model.UserAgent;
import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * A login attempt to evaluate.
 *
 * @param userId the user's id, 1..200 characters, the caller's own
 * @param ipAddress the address it came from, IPv4 or IPv6
 * @param userAgent the user agent, at most 1024 characters
 * @param geoLocation where it came from
 * @param deviceFingerprint the device's fingerprint, at most 256 characters
 * @param sessionContext what the caller knows of earlier attempts
 */
record RiskEvaluationRequest(@NotNull(message = "missing (expected: 1..200 characters)") String userId,
		@NotNull(message = "missing (expected: an IPv4 or IPv6 address)") String ipAddress, @Nullable String userAgent,
		@Nullable Geo geoLocation, @Nullable String deviceFingerprint, @Nullable SessionContext sessionContext) {

	private static final int MAX_CITY = 128;

	/**
	 * Where an attempt came from.
	 *
	 * @param country ISO 3166-1 alpha-2
	 * @param city informational, at most 128 characters
	 * @param latitude degrees, -90..90; with longitude or not at all
	 * @param longitude degrees, -180..180
	 */
	record Geo(@Nullable String country, @Nullable String city, @Nullable Double latitude, @Nullable Double longitude) {

	}

	/**
	 * What the caller knows of earlier attempts.
	 *
	 * @param previousLoginAt when it saw the user last; not scored
	 * @param failedAttempts failed attempts before this one, 0..1,000,000
	 */
	record SessionContext(@Nullable Instant previousLoginAt, @Nullable Long failedAttempts) {

	}

	/**
	 * The attempt as the model takes it, its fingerprint replaced by a digest.
	 * @param tenantId the tenant it is evaluated for
	 * @param at when
	 * @return the attempt
	 * @throws io.qnsp.core.error.QnspException a 400 that names every wrong field
	 */
	LoginAttempt attempt(UUID tenantId, Instant at) {
		check();
		return new LoginAttempt(this.userId, IpAddress.of(this.ipAddress),
				(this.userAgent != null) ? this.userAgent : "", geo(),
				(this.deviceFingerprint != null) ? LoginDigests.fingerprint(tenantId, this.deviceFingerprint) : null,
				(this.sessionContext != null) ? this.sessionContext.previousLoginAt : null, failedAttempts(), at);
	}

	private void check() {
		FieldProblems problems = new FieldProblems();
		problems.add(LoginAttempt.userIdProblem(this.userId));
		problems.add(IpAddress.problem(this.ipAddress));
		problems.add((this.userAgent != null) ? UserAgent.problem(this.userAgent) : null);
		problems.add((this.deviceFingerprint != null) ? LoginAttempt.fingerprintProblem(this.deviceFingerprint) : null);
		if (this.sessionContext != null && this.sessionContext.failedAttempts != null) {
			problems.add(LoginAttempt.failedAttemptsProblem(this.sessionContext.failedAttempts));
		}
		if (this.geoLocation != null) {
			check(this.geoLocation, problems);
		}
		problems.throwIfAny();
	}

	private static void check(Geo geo, FieldProblems problems) {
		problems.add((geo.country != null) ? GeoLocation.countryProblem("geoLocation.country", geo.country) : null);
		problems.add((geo.city != null) ? BoundedText.problem("geoLocation.city", geo.city, 0, MAX_CITY) : null);
		if (geo.latitude != null && geo.longitude != null) {
			problems.add(GeoLocation.Position.problem(geo.latitude, geo.longitude));
		}
		else if (geo.latitude != null) {
			problems.add("geoLocation.longitude: missing (expected: both coordinates or none)");
		}
		else if (geo.longitude != null) {
			problems.add("geoLocation.latitude: missing (expected: both coordinates or none)");
		}
	}

	private GeoLocation geo() {
		Geo geo = this.geoLocation;
		return (geo == null) ? GeoLocation.UNKNOWN
				: new GeoLocation(geo.country, geo.city, (geo.latitude != null && geo.longitude != null)
						? new GeoLocation.Position(geo.latitude, geo.longitude) : null);
	}

	private int failedAttempts() {
		return (this.sessionContext != null && this.sessionContext.failedAttempts != null)
				? Math.toIntExact(this.sessionContext.failedAttempts) : 0;
	}

}
