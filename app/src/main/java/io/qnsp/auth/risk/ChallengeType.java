package io.qnsp.auth.risk;

import org.jspecify.annotations.Nullable;

/**
 * How a challenged user proves to be the user, in ascending strictness: a captcha proves
 * a human, the e-mail the mailbox, MFA a second factor.
 */
enum ChallengeType {

	CAPTCHA, EMAIL_VERIFICATION, MFA;

	/**
	 * The stricter of two.
	 * @param one a type or {@code null} for none
	 * @param other a type or {@code null} for none
	 * @return the stricter, {@code null} only if both are
	 */
	static @Nullable ChallengeType strictest(@Nullable ChallengeType one, @Nullable ChallengeType other) {
		if (one == null) {
			return other;
		}
		return (other == null || one.compareTo(other) >= 0) ? one : other;
	}

}
