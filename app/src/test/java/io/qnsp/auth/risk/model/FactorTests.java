package io.qnsp.auth.risk.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FactorTests {

	private static final Offset<Double> CENT = Offset.offset(0.005);

	/*
	 * Along the equator from 0 to L degrees: 111.194927·L km. 9 degrees = 1000.754 km.
	 * 900 km/h need 1.11195 h = 4003.017 s; score = 50 + 50 (v − 900) / 900.
	 */
	@ParameterizedTest
	@CsvSource({ "9, 4003.1, 0", "9, 4002, 50.01", "9, 3000, 66.72", "9, 2001, 100", "9, 1, 100", "9, 0, 100",
			"9, -4003.1, 0", "9, -3000, 66.72", "0.89, 0, 0", "0.9, 0, 100", "0, 0, 0", "180, 1, 100" })
	void travelScoresTheSpeedItTakes(double degrees, double seconds, double score) {
		RiskFactor factor = travel(degrees, seconds, 0);
		assertThat(factor.name()).isEqualTo("impossible_travel");
		assertThat(factor.score()).isCloseTo(score, CENT);
	}

	@Test
	void travelIsHalvedForANetworkTheUserOftenUses() {
		assertThat(travel(9, 2001, 2).score()).isEqualTo(100);
		assertThat(travel(9, 2001, 3).score()).isEqualTo(50);
	}

	@Test
	void travelHasNoVerdictWithoutTwoPositions() {
		Sample.Attempt attempt = Sample.home();
		Sample.History user = Sample.learned();
		user.lastSeen = new UserHistory.LastSeen(Sample.PARIS, Sample.NOW);
		assertThat(travel(attempt, user).reason()).isEqualTo("No verdict: the position of this attempt is not known");
		attempt.position = Sample.NEW_YORK;
		user.lastSeen = null;
		assertThat(travel(attempt, user).reason()).isEqualTo("No verdict: no earlier position of this user is known");
		assertThat(travel(attempt, user).score()).isZero();
	}

	@Test
	void travelReasonNamesDistanceTimeAndSpeed() {
		Sample.Attempt attempt = Sample.attacker();
		attempt.position = Sample.NEW_YORK;
		Sample.History user = Sample.learned();
		user.lastSeen = new UserHistory.LastSeen(Sample.PARIS, Sample.NOW.minus(Duration.ofHours(2)));
		assertThat(travel(attempt, user).reason()).isEqualTo("Impossible travel: 5837 km in 2 h, 2919 km/h");
	}

	@ParameterizedTest
	@CsvSource({ "laptop, laptop, 0, Known device",
			"phone, laptop, 100, First sign-in with this device; 1 device of this user is known",
			", laptop, 50, No device fingerprint was sent; 1 device of this user is known",
			", , 0, No device fingerprint was sent",
			"phone, , 100, First sign-in with this device; 0 devices of this user are known" })
	void deviceIsComparedWithKnownOnes(String sent, String known, double score, String reason) {
		Sample.Attempt attempt = Sample.home();
		attempt.fingerprint = sent;
		Sample.History user = Sample.learned();
		user.fingerprints = (known != null) ? Set.of(known) : Set.of();
		assertThat(NewDevice.assess(attempt.build(), user.build()))
			.isEqualTo(new RiskFactor("new_device", score, reason));
	}

	/* 100 (1 − 2^(−n/3)) */
	@ParameterizedTest
	@CsvSource({ "0, 0, 0", "1, 0, 20.63", "0, 1, 20.63", "3, 3, 50", "6, 2, 75", "2, 9, 87.5", "1000000, 0, 100",
			"0, 9223372036854775807, 100" })
	void failedAttemptsHalveTheRestByThrees(int reported, long recorded, double score) {
		Sample.Attempt attempt = Sample.home();
		attempt.failed = reported;
		Sample.History user = Sample.learned();
		user.failed = recorded;
		assertThat(FailedAttempts.assess(attempt.build(), user.build()).score()).isCloseTo(score, CENT);
	}

	/* fresh · 2^(−age/half-life) */
	@ParameterizedTest
	@CsvSource({ "LOW, PT0S, 10", "LOW, PT6H, 5", "LOW, PT12H, 2.5", "MEDIUM, PT24H, 15", "HIGH, PT72H, 30",
			"HIGH, PT36H, 42.43", "CRITICAL, PT0S, 90", "CRITICAL, PT168H, 45", "CRITICAL, PT-5H, 90" })
	void signalsDecayByTheHalfLifeOfTheirSeverity(ThreatSignal.Severity severity, Duration age, double score) {
		assertThat(signals(new ThreatSignal(ThreatSignal.Type.BRUTE_FORCE, severity, Sample.NOW.minus(age))).score())
			.isCloseTo(score, CENT);
	}

	@Test
	void signalsCombineAsIndependentEvidence() {
		// 1 − (1 − 0.6)(1 − 0.15)(1 − 0.1) = 0.694
		RiskFactor factor = signals(
				new ThreatSignal(ThreatSignal.Type.NEW_DEVICE, ThreatSignal.Severity.LOW, Sample.NOW),
				new ThreatSignal(ThreatSignal.Type.CREDENTIAL_STUFFING, ThreatSignal.Severity.HIGH, Sample.NOW),
				new ThreatSignal(ThreatSignal.Type.BRUTE_FORCE, ThreatSignal.Severity.MEDIUM,
						Sample.NOW.minus(Duration.ofHours(24))));
		assertThat(factor.score()).isCloseTo(69.4, CENT);
		assertThat(factor.reason()).isEqualTo("3 threat signals, the strongest: credential stuffing (high), 0 s ago");
		assertThat(signals()).isEqualTo(RiskFactor.none("threat_signals", "No recent threat signals"));
	}

	/*
	 * learned(): 42 logins, 7..16 UTC. Confidence 42/62. Hour 3: none of 42 near, score
	 * 100·42/62. Hour 6: 4 (of 7:00) near, share 4/42 of chance 0.125: 1 − 0.7619.
	 */
	@ParameterizedTest
	@CsvSource({ "14, 0", "7, 0", "3, 67.74", "6, 16.13", "17, 16.13", "0, 67.74", "23, 67.74" })
	void hourIsComparedWithChance(int hour, double score) {
		Instant at = Instant.parse("2026-11-24T00:59:59Z").plus(Duration.ofHours(hour));
		assertThat(UnusualHour.assess(Sample.learned().build(), at).score()).isCloseTo(score, CENT);
	}

	@Test
	void hoursAreACircle() {
		Sample.History user = Sample.learned();
		Collections.fill(user.hours, 0L);
		user.hours.set(23, 40L);
		RiskFactor factor = UnusualHour.assess(user.build(), Instant.parse("2026-11-24T00:10:00Z"));
		assertThat(factor.score()).isZero();
		assertThat(factor.reason()).isEqualTo("Usual hour: 40 of 40 earlier sign-ins were within an hour of 0:00 UTC");
	}

	@Test
	void hourNeedsTwentyLogins() {
		Sample.History user = Sample.learned();
		Collections.fill(user.hours, 0L);
		user.hours.set(12, 19L);
		Instant night = Instant.parse("2026-11-24T03:00:00Z");
		assertThat(UnusualHour.assess(user.build(), night))
			.isEqualTo(RiskFactor.none("unusual_hour", "Too few sign-ins to know usual hours: 19 of 20"));
		user.hours.set(12, 20L);
		assertThat(UnusualHour.assess(user.build(), night).score()).isEqualTo(50);
	}

	private static RiskFactor travel(double degrees, double seconds, long loginsFromNetwork) {
		Sample.Attempt attempt = Sample.attacker();
		attempt.position = new GeoLocation.Position(0, degrees);
		Sample.History user = Sample.learned();
		user.lastSeen = new UserHistory.LastSeen(new GeoLocation.Position(0, 0),
				Sample.NOW.minusNanos(Math.round(seconds * 1e9)));
		user.counts.get(Feature.NETWORK).put("198.51.100.0/24", loginsFromNetwork);
		return travel(attempt, user);
	}

	private static RiskFactor travel(Sample.Attempt attempt, Sample.History user) {
		LoginAttempt built = attempt.build();
		UserHistory history = user.build();
		return ImpossibleTravel.assess(built, LoginFeatures.of(built), history, history.lastSeen());
	}

	private static RiskFactor signals(ThreatSignal... signals) {
		Sample.History user = Sample.learned();
		user.signals = List.of(signals);
		return ThreatSignals.assess(user.build(), Sample.NOW);
	}

}
