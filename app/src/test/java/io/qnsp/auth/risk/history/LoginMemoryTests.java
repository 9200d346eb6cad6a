package io.qnsp.auth.risk.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.qnsp.auth.risk.evidence.LoginEvidence;
import io.qnsp.auth.risk.model.Feature;
import io.qnsp.auth.risk.model.GeoLocation.Position;
import io.qnsp.auth.risk.model.LoginFeatures;
import io.qnsp.auth.risk.model.Recommendation;
import io.qnsp.auth.risk.model.RiskLevel;
import io.qnsp.auth.risk.model.ThreatSignal;
import io.qnsp.auth.risk.model.UserHistory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoginMemoryTests {

	private static final Instant NOON = Instant.parse("2026-11-24T12:30:00Z");

	@Test
	void remembersWhatALoginHad() {
		LoginMemory memory = new LoginMemory();
		memory.learn(login("203.0.113.5", "digest", new Position(1, 2)), NOON);
		memory.learn(login("203.0.113.5", null, null), NOON.plusSeconds(3600));
		UserHistory history = memory.snapshot(List.of(), NOON.plusSeconds(7200));
		assertThat(history.logins()).isEqualTo(2);
		assertThat(history.firstLoginAt()).isEqualTo(NOON);
		assertThat(history.count(Feature.IP, "203.0.113.5")).isEqualTo(2);
		assertThat(history.deviceFingerprints()).containsExactly("digest");
		assertThat(history.hourHistogram().get(12)).isEqualTo(1);
		assertThat(history.hourHistogram().get(13)).isEqualTo(1);
		assertThat(history.lastSeen()).isEqualTo(new UserHistory.LastSeen(new Position(1, 2), NOON));
	}

	@Test
	void earlierLoginThatArrivesLateDoesNotMoveTheUser() {
		LoginMemory memory = new LoginMemory();
		memory.learn(login("203.0.113.5", null, new Position(1, 1)), NOON);
		memory.learn(login("203.0.113.5", null, new Position(9, 9)), NOON.minusSeconds(60));
		UserHistory history = memory.snapshot(List.of(), NOON);
		assertThat(history.lastSeen()).isEqualTo(new UserHistory.LastSeen(new Position(1, 1), NOON));
		assertThat(history.firstLoginAt()).isEqualTo(NOON.minusSeconds(60));
	}

	@Test
	void keepsTheMostUsedValuesWhenThereAreTooMany() {
		LoginMemory memory = new LoginMemory();
		memory.learn(login("home", null, null), NOON);
		memory.learn(login("home", null, null), NOON);
		for (int i = 0; i < 3 * LoginMemory.MAX_VALUES; i++) {
			memory.learn(login("roaming-" + i, null, null), NOON);
		}
		Map<String, Long> ips = memory.snapshot(List.of(), NOON).counts().getOrDefault(Feature.IP, Map.of());
		assertThat(ips).hasSize(LoginMemory.MAX_VALUES)
			.containsEntry("home", 2L)
			.containsKey("roaming-" + (3 * LoginMemory.MAX_VALUES - 1))
			.doesNotContainKey("roaming-0");
	}

	@Test
	void guessedPasswordsCountUntilTheNextLoginAndForADay() {
		LoginMemory memory = new LoginMemory();
		List<ThreatSignal> signals = List.of(signal(ThreatSignal.Type.BRUTE_FORCE, NOON.minus(Duration.ofHours(25))),
				signal(ThreatSignal.Type.BRUTE_FORCE, NOON.minus(Duration.ofHours(2))),
				signal(ThreatSignal.Type.CREDENTIAL_STUFFING, NOON.minus(Duration.ofHours(1))),
				signal(ThreatSignal.Type.NEW_DEVICE, NOON.minus(Duration.ofHours(1))));
		assertThat(memory.snapshot(signals, NOON).recentFailedAttempts()).isEqualTo(2);
		memory.learn(login("home", null, null), NOON.minus(Duration.ofMinutes(90)));
		assertThat(memory.snapshot(signals, NOON).recentFailedAttempts()).isEqualTo(1);
	}

	private static ThreatSignal signal(ThreatSignal.Type type, Instant at) {
		return new ThreatSignal(type, ThreatSignal.Severity.LOW, at);
	}

	private static LoginEvidence login(String ip, @Nullable String fingerprint, @Nullable Position position) {
		return new LoginEvidence(0, RiskLevel.LOW, Recommendation.ALLOW, null, Map.of(), List.of(),
				new LoginFeatures(ip, "network", "FR", "agent", "browser", "os", "desktop"), fingerprint, position, 0);
	}

}
