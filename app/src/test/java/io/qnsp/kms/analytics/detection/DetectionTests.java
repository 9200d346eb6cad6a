package io.qnsp.kms.analytics.detection;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.analytics.alert.NewAlert;
import io.qnsp.kms.analytics.rule.AlertCondition;
import io.qnsp.kms.analytics.rule.AlertMetric;
import io.qnsp.kms.analytics.rule.AlertOperator;
import io.qnsp.kms.analytics.rule.AlertSeverity;
import io.qnsp.kms.analytics.rule.AlertWindow;
import io.qnsp.kms.keys.KeyDescription;
import io.qnsp.kms.keys.KeyOrigin;
import io.qnsp.kms.keys.KeyState;
import io.qnsp.kms.keys.Protection;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DetectionTests {

	private static final UUID TENANT = new UUID(1, 1);

	private static final UUID KEY = new UUID(2, 2);

	private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

	private static AlertWindow window(String text) {
		return AlertWindow.parse(text).orElseThrow();
	}

	private static WatchedRule rule(AlertMetric metric, AlertOperator operator, double threshold, UUID... keys) {
		return new WatchedRule(TENANT, new NewAlert.Rule(new UUID(3, 3), "name"), Set.of(keys),
				new AlertCondition(metric, operator, threshold, window("1h")), AlertSeverity.LOW, NOON, NOON);
	}

	private static boolean fires(WatchedRule rule, ActivityTotals totals) {
		return rule.judge(rule.windowAt(KEY, NOON), totals).isPresent();
	}

	@Test
	void comparesEachMetricStrictly() {
		ActivityTotals totals = new ActivityTotals(10, 5, 640);
		assertThat(fires(rule(AlertMetric.OPERATION_COUNT, AlertOperator.GT, 9), totals)).isTrue();
		assertThat(fires(rule(AlertMetric.OPERATION_COUNT, AlertOperator.GT, 10), totals)).isFalse();
		assertThat(fires(rule(AlertMetric.OPERATION_COUNT, AlertOperator.LT, 10), totals)).isFalse();
		assertThat(fires(rule(AlertMetric.OPERATION_COUNT, AlertOperator.LT, 11), totals)).isTrue();
		assertThat(fires(rule(AlertMetric.BYTES_PROCESSED, AlertOperator.EQ, 640), totals)).isTrue();
		assertThat(fires(rule(AlertMetric.BYTES_PROCESSED, AlertOperator.EQ, 641), totals)).isFalse();
		assertThat(fires(rule(AlertMetric.ERROR_RATE, AlertOperator.EQ, 0.5), totals)).isTrue();
		assertThat(fires(rule(AlertMetric.ERROR_RATE, AlertOperator.GT, 0.49), totals)).isTrue();
	}

	@Test
	void findsNoErrorRateInNothing() {
		assertThat(fires(rule(AlertMetric.ERROR_RATE, AlertOperator.LT, 1), ActivityTotals.NONE)).isFalse();
		assertThat(fires(rule(AlertMetric.ERROR_RATE, AlertOperator.EQ, 0), ActivityTotals.NONE)).isFalse();
		assertThat(fires(rule(AlertMetric.OPERATION_COUNT, AlertOperator.EQ, 0), ActivityTotals.NONE)).isTrue();
	}

	@Test
	void looksAtNoWindowThatHadEndedBeforeTheRule() {
		WatchedRule rule = rule(AlertMetric.OPERATION_COUNT, AlertOperator.GT, 0);
		ActivityTotals totals = new ActivityTotals(1, 0, 1);
		assertThat(rule.judge(rule.windowAt(KEY, NOON.minusSeconds(1)), totals)).isEmpty();
		assertThat(rule.judge(rule.windowAt(KEY, NOON), totals)).isPresent();
	}

	@Test
	void judgesNamedKeysUsedOrNotAndOtherwiseThoseThatWereUsed() {
		UUID idle = new UUID(4, 4);
		WatchedRule all = rule(AlertMetric.OPERATION_COUNT, AlertOperator.LT, 10);
		Map<KeyWindow, ActivityTotals> totals = Map.of(all.windowAt(KEY, NOON), new ActivityTotals(5, 0, 1),
				all.windowAt(idle, NOON), ActivityTotals.NONE);
		assertThat(EndedWindows.candidates(all, totals)).extracting(NewAlert::keyId).containsExactly(KEY);
		WatchedRule named = rule(AlertMetric.OPERATION_COUNT, AlertOperator.LT, 5, KEY, idle);
		assertThat(EndedWindows.candidates(named, totals)).singleElement().satisfies((alert) -> {
			assertThat(alert.keyId()).isEqualTo(idle);
			assertThat(alert.start()).isEqualTo(NOON);
			assertThat(alert.end()).isEqualTo(NOON.plusSeconds(3600));
		});
	}

	@Test
	void judgesEveryEndedWindowOnceInOrder() {
		AlertWindow window = window("5m");
		Instant at = NOON;
		List<Instant> judged = new ArrayList<>();
		SplittableRandom random = new SplittableRandom(5);
		Instant until = NOON.minusSeconds(1);
		while (judged.size() < 200) {
			until = until.plusSeconds(random.nextInt(900));
			WindowSchedule schedule = WindowSchedule.of(window, at, until);
			judged.addAll(schedule.ends());
			at = schedule.next();
			assertThat(at).isAfter(until);
		}
		for (int i = 0; i < judged.size(); i++) {
			assertThat(judged.get(i)).isEqualTo(NOON.plusSeconds(300L * i));
		}
	}

	@Test
	void makesUpForADayAfterAStopAndNoMore() {
		WindowSchedule schedule = WindowSchedule.of(window("1h"), NOON.minus(Duration.ofDays(10)),
				NOON.plusSeconds(60));
		assertThat(schedule.ends()).hasSize(25).startsWith(NOON.minus(Duration.ofDays(1))).endsWith(NOON);
		WindowSchedule portion = WindowSchedule.of(window("5m"), NOON.minus(Duration.ofDays(10)), NOON);
		assertThat(portion.ends()).hasSize(50);
		assertThat(portion.next()).isEqualTo(portion.ends().getLast().plusSeconds(300));
		WindowSchedule longOne = WindowSchedule.of(window("7d"), NOON.minus(Duration.ofDays(100)), NOON);
		assertThat(longOne.ends()).hasSizeBetween(1, 2);
	}

	private static List<HourlyUse> hours(SplittableRandom random, int count, boolean daily) {
		List<HourlyUse> hours = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			boolean busy = !daily || (i % 24 >= 8 && i % 24 < 18);
			long operations = busy ? 900 + random.nextInt(200) : 15 + random.nextInt(10);
			hours.add(new HourlyUse(operations, random.nextInt(3), operations * 256.0));
		}
		return hours;
	}

	@Test
	void findsBurstsSilenceAndFailuresAndLeavesUsualHoursAlone() {
		int falseAlarms = 0;
		for (int seed = 0; seed < 20; seed++) {
			List<HourlyUse> usual = hours(new SplittableRandom(seed), 300, seed % 2 == 0);
			UUID key = new UUID(7, seed);
			falseAlarms += judge(key, usual).isPresent() ? 1 : 0;
			assertThat(judge(key, ending(usual, new HourlyUse(12_000, 0, 12_000 * 256.0)))).as("burst " + seed)
				.isPresent();
			assertThat(judge(key, ending(usual, HourlyUse.NONE))).as("silence " + seed).isPresent();
		}
		assertThat(falseAlarms).isLessThanOrEqualTo(1);
		List<HourlyUse> steady = hours(new SplittableRandom(99), 300, false);
		assertThat(judge(KEY, ending(steady, new HourlyUse(1_000, 500, 256_000)))).as("failures").isPresent();
	}

	@Test
	void leavesAFewMoreOrLessThanExpectedAlone() {
		List<HourlyUse> hours = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			// Strictly periodic, so that any other number is unlike all before.
			hours.add(new HourlyUse(90 + (i * 7) % 23, 0, (90 + (i * 7) % 23) * 32.0));
		}
		for (long operations : new long[] { 85, 95, 105, 115 }) {
			assertThat(judge(KEY, ending(hours, new HourlyUse(operations, 0, operations * 32.0)))).isEmpty();
		}
		assertThat(judge(KEY, ending(hours, new HourlyUse(300, 0, 300 * 32.0)))).isPresent();
	}

	@Test
	void judgesTheSameHoursTheSameWayAndShortHistoriesNotAtAll() {
		List<HourlyUse> hours = ending(hours(new SplittableRandom(3), 300, true), new HourlyUse(5_000, 0, 1));
		assertThat(judge(KEY, hours)).isPresent().isEqualTo(judge(KEY, hours));
		assertThat(judge(KEY, hours.subList(300 - 47, 300))).isEmpty();
		assertThat(judge(KEY, hours.subList(300 - 100, 300))).isPresent();
	}

	private static List<HourlyUse> ending(List<HourlyUse> hours, HourlyUse last) {
		List<HourlyUse> changed = new ArrayList<>(hours);
		changed.set(changed.size() - 1, last);
		return changed;
	}

	private static Optional<NewAlert> judge(UUID key, List<HourlyUse> hours) {
		return UsageBaseline.judge(TENANT, key, hours, NOON);
	}

	private static KeyDescription key(Algorithm algorithm, Purpose purpose, String made) {
		Instant at = Instant.parse(made + "T10:00:00Z");
		return new KeyDescription(KEY, null, algorithm, purpose, Protection.SOFTWARE, KeyOrigin.GENERATED,
				KeyState.ACTIVE, 2, null, at, at, null);
	}

	@Test
	void findsUseAfterTheCryptoperiod() {
		KeyDescription signing = key(Algorithm.ML_DSA_65, Purpose.SIGNING, "2023-03-04");
		assertThat(Compliance.judge(signing, true, LocalDate.parse("2026-03-04"))).isEmpty();
		assertThat(Compliance.judge(signing, true, LocalDate.parse("2026-03-05"))).hasValueSatisfying((found) -> {
			assertThat(found.severity()).isEqualTo(AlertSeverity.HIGH);
			assertThat(found.message()).contains("version 2, made on 2023-03-04", "2026-03-04");
		});
		assertThat(Compliance.judge(signing, false, LocalDate.parse("2099-01-01"))).isEmpty();
		KeyDescription sealing = key(Algorithm.AES_256_GCM, Purpose.ENCRYPTION, "2020-01-01");
		assertThat(Compliance.judge(sealing, false, LocalDate.parse("2025-01-01"))).isEmpty();
		assertThat(Compliance.judge(sealing, true, LocalDate.parse("2022-01-02"))).isPresent();
		assertThat(Compliance.judge(sealing, false, LocalDate.parse("2025-01-02"))).isPresent();
	}

	@Test
	void findsAlgorithmsThatAreNoLongerAllowed() {
		KeyDescription weak = key(Algorithm.RSA_2048, Purpose.SIGNING, "2030-06-01");
		assertThat(Compliance.judge(weak, true, LocalDate.parse("2030-12-31"))).isEmpty();
		assertThat(Compliance.judge(weak, true, LocalDate.parse("2031-01-01")))
			.hasValueSatisfying((found) -> assertThat(found.severity()).isEqualTo(AlertSeverity.MEDIUM));
		assertThat(Compliance.judge(key(Algorithm.ED25519, Purpose.SIGNING, "2035-06-01"), true,
				LocalDate.parse("2036-01-01")))
			.hasValueSatisfying((found) -> assertThat(found.severity()).isEqualTo(AlertSeverity.HIGH));
	}

}
