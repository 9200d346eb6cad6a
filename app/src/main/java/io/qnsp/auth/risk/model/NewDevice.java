package io.qnsp.auth.risk.model;

/**
 * The factor {@value RiskFactor#NEW_DEVICE}: 100 for a fingerprint that this user never
 * signed in with, 0 for a known one. Leaving the fingerprint out must not be free: 50 if
 * the user's devices send one.
 */
final class NewDevice {

	private NewDevice() {
	}

	static RiskFactor assess(LoginAttempt attempt, UserHistory user) {
		String fingerprint = attempt.deviceFingerprint();
		int known = user.deviceFingerprints().size();
		if (fingerprint == null) {
			return (known == 0) ? RiskFactor.none(RiskFactor.NEW_DEVICE, "No device fingerprint was sent")
					: new RiskFactor(RiskFactor.NEW_DEVICE, RiskThresholds.FINGERPRINT_MISSING_SCORE,
							"No device fingerprint was sent; " + known(known));
		}
		if (user.deviceFingerprints().contains(fingerprint)) {
			return RiskFactor.none(RiskFactor.NEW_DEVICE, "Known device");
		}
		return new RiskFactor(RiskFactor.NEW_DEVICE, 100, "First sign-in with this device; " + known(known));
	}

	private static String known(int devices) {
		return (devices == 1) ? "1 device of this user is known" : devices + " devices of this user are known";
	}

}
