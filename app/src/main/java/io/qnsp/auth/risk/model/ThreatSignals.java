package io.qnsp.auth.risk.model;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The factor {@value RiskFactor#THREAT_SIGNALS}: 100 (1 − Π (1 − s_i / 100)) over the
 * decayed scores s_i of all signals. The product is summed as integer logarithms, so that
 * not even the last bit depends on the order of the signals.
 */
final class ThreatSignals {

	/** Fixed point of 2^-32; the largest term, −ln 0.1, leaves room for 10^8 signals. */
	private static final double SCALE = 1L << 32;

	private ThreatSignals() {
	}

	static RiskFactor assess(UserHistory user, Instant at) {
		long sum = 0;
		double strongestScore = -1;
		ThreatSignal strongest = null;
		for (ThreatSignal signal : user.threatSignals()) {
			double score = signal.severity().score(Times.seconds(signal.at(), at));
			sum += Math.round(-Math.log1p(-score / 100) * SCALE);
			if (score > strongestScore || (score == strongestScore && isBefore(signal, strongest))) {
				strongestScore = score;
				strongest = signal;
			}
		}
		if (strongest == null) {
			return RiskFactor.none(RiskFactor.THREAT_SIGNALS, "No recent threat signals");
		}
		int count = user.threatSignals().size();
		String age = Times.words(Math.max(0, Times.seconds(strongest.at(), at)));
		return new RiskFactor(RiskFactor.THREAT_SIGNALS, 100 * -Math.expm1(-sum / SCALE),
				count + ((count == 1) ? " threat signal: " : " threat signals, the strongest: ")
						+ strongest.type().label() + " (" + strongest.severity().label() + "), " + age + " ago");
	}

	/* Any total order will do: it only keeps the reason from depending on the order. */
	private static boolean isBefore(ThreatSignal signal, @Nullable ThreatSignal other) {
		if (other == null || signal.severity() != other.severity()) {
			return other == null || signal.severity().compareTo(other.severity()) > 0;
		}
		int byTime = signal.at().compareTo(other.at());
		return byTime > 0 || (byTime == 0 && signal.type().compareTo(other.type()) < 0);
	}

}
