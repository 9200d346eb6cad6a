package io.qnsp.auth.risk.model;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

import org.jspecify.annotations.Nullable;

/**
 * How a challenged user proves to be the user, in ascending strictness: a captcha proves
 * a human, the e-mail the mailbox, MFA a second factor.
 */
public enum ChallengeType {

	@JsonProperty("captcha")
	CAPTCHA, @JsonProperty("email_verification")
	EMAIL_VERIFICATION, @JsonProperty("mfa")
	MFA;

	private final String wireName = name().toLowerCase(Locale.ROOT);

	/**
	 * The name in requests, answers, events and tables.
	 * @return the lower-case name
	 */
	public String wireName() {
		return this.wireName;
	}

	/**
	 * The stricter of two.
	 * @param one a type or {@code null} for none
	 * @param other a type or {@code null} for none
	 * @return the stricter, {@code null} only if both are
	 */
	public static @Nullable ChallengeType strictest(@Nullable ChallengeType one, @Nullable ChallengeType other) {
		if (one == null) {
			return other;
		}
		return (other == null || one.compareTo(other) >= 0) ? one : other;
	}

}
