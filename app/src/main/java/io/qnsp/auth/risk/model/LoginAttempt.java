package io.qnsp.auth.risk.model;

import java.time.Instant;

import io.qnsp.core.error.BoundedText;
import org.jspecify.annotations.Nullable;

/**
 * A login attempt as the caller describes it, checked and normalised. The constructor
 * refuses what the {@code problem} methods of the parts name, so that a controller can
 * answer 400 first.
 *
 * @param userId the user's id, 1..{@value #MAX_USER_ID} characters
 * @param ip the address it came from
 * @param userAgent the user agent, at most {@value UserAgent#MAX_LENGTH} characters,
 * empty if there was none
 * @param geo where it came from, {@link GeoLocation#UNKNOWN} if not known
 * @param deviceFingerprint the device's fingerprint, {@code null} if there was none
 * @param previousLoginAt when the caller saw the user last, {@code null} if unknown. Kept
 * for the record, never scored: the model trusts its own history, because a time without
 * a place could only be used to excuse an attempt
 * @param failedAttempts failed attempts before this one, as the caller counts them,
 * 0..{@value #MAX_FAILED_ATTEMPTS}
 * @param at when the attempt happens
 */
public record LoginAttempt(String userId, IpAddress ip, String userAgent, GeoLocation geo,
		@Nullable String deviceFingerprint, @Nullable Instant previousLoginAt, int failedAttempts, Instant at) {

	/** Longest user id. */
	public static final int MAX_USER_ID = 200;

	/** Longest device fingerprint. */
	public static final int MAX_FINGERPRINT = 256;

	/** Most failed attempts that are counted. */
	public static final int MAX_FAILED_ATTEMPTS = 1_000_000;

	public LoginAttempt {
		BoundedText.require(userIdProblem(userId));
		BoundedText.require(UserAgent.problem(userAgent));
		if (deviceFingerprint != null) {
			BoundedText.require(fingerprintProblem(deviceFingerprint));
		}
		BoundedText.require(failedAttemptsProblem(failedAttempts));
	}

	/**
	 * Says what is wrong with a user id.
	 * @param userId the id
	 * @return the problem, or {@code null} if there is none
	 */
	public static @Nullable String userIdProblem(String userId) {
		return BoundedText.problem("userId", userId, 1, MAX_USER_ID);
	}

	/**
	 * Says what is wrong with a device fingerprint.
	 * @param fingerprint the fingerprint
	 * @return the problem, or {@code null} if there is none
	 */
	public static @Nullable String fingerprintProblem(String fingerprint) {
		return BoundedText.problem("deviceFingerprint", fingerprint, 1, MAX_FINGERPRINT);
	}

	/**
	 * Says what is wrong with a number of failed attempts.
	 * @param failedAttempts the number
	 * @return the problem, or {@code null} if there is none
	 */
	public static @Nullable String failedAttemptsProblem(long failedAttempts) {
		return (failedAttempts >= 0 && failedAttempts <= MAX_FAILED_ATTEMPTS) ? null
				: "sessionContext.failedAttempts: %d (expected: 0..%d)".formatted(failedAttempts, MAX_FAILED_ATTEMPTS);
	}

}
