package io.qnsp.kms.agility.migration.model;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.agility.migration.model.PlanSchedule.Phase;
import io.qnsp.kms.keys.KeyDescription;
import io.qnsp.kms.keys.KeyOrigin;
import io.qnsp.kms.keys.KeyState;
import io.qnsp.kms.keys.Protection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PlanModelTests {

	private static final Instant ACTIVATED = Instant.parse("2026-11-24T12:00:00Z");

	private static final PlanTargets TARGETS = new PlanTargets(Algorithm.ML_KEM_768, Algorithm.ML_DSA_65, null);

	private static KeyDescription key(int number, Algorithm algorithm, Purpose purpose, KeyState state) {
		return new KeyDescription(new UUID(0, number), null, algorithm, purpose, Protection.SOFTWARE,
				KeyOrigin.GENERATED, state, 1, null, ACTIVATED.minusSeconds(1000 - number), ACTIVATED, null);
	}

	private static KeyDescription key(int number, Algorithm algorithm, Purpose purpose) {
		return key(number, algorithm, purpose, KeyState.ACTIVE);
	}

	private static PlanSchedule schedule(Phase... phases) {
		return new PlanSchedule(null, List.of(phases));
	}

	@ParameterizedTest
	@CsvSource({ "DRAFT, ACTIVE", "DRAFT, CANCELLED", "ACTIVE, PAUSED", "ACTIVE, CANCELLED", "PAUSED, ACTIVE",
			"PAUSED, CANCELLED" })
	void callersCanGoTheseWays(PlanStatus from, PlanStatus to) {
		from.requireCanBecome(to);
	}

	@ParameterizedTest
	@CsvSource({ "DRAFT, PAUSED", "DRAFT, DRAFT", "ACTIVE, ACTIVE", "ACTIVE, COMPLETED", "PAUSED, PAUSED",
			"COMPLETED, ACTIVE", "COMPLETED, CANCELLED", "CANCELLED, ACTIVE" })
	void callersCanGoNoOtherWay(PlanStatus from, PlanStatus to) {
		assertThatExceptionOfType(QnspException.class).isThrownBy(() -> from.requireCanBecome(to))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.CONFLICT));
	}

	@Test
	void secretsComeFirstThenWeakerThenOlderKeys() {
		List<PlanItem> items = PlanItems.of(List.of(key(1, Algorithm.ECDSA_P384, Purpose.SIGNING),
				key(2, Algorithm.RSA_2048, Purpose.SIGNING), key(3, Algorithm.ECDH_P384, Purpose.ENCRYPTION),
				key(4, Algorithm.RSA_2048, Purpose.WRAPPING), key(6, Algorithm.RSA_2048, Purpose.SIGNING)), TARGETS,
				PlanSchedule.NONE, ACTIVATED);
		assertThat(items).extracting((item) -> item.keyId().getLeastSignificantBits())
			.containsExactly(4L, 3L, 2L, 6L, 1L);
		assertThat(items).extracting(PlanItem::position).containsExactly(0, 1, 2, 3, 4);
		assertThat(items).allSatisfy((item) -> assertThat(item.dueAt()).isEqualTo(ACTIVATED));
		assertThat(items.getFirst().target()).isEqualTo(Algorithm.ML_KEM_768);
	}

	@Test
	void keysThatNeedNoMoveAreSkippedAndSayWhy() {
		List<PlanItem> items = PlanItems.of(
				List.of(key(1, Algorithm.X25519, Purpose.KEM), key(2, Algorithm.ML_DSA_65, Purpose.SIGNING),
						key(3, Algorithm.HMAC_SHA_256, Purpose.MAC),
						key(4, Algorithm.RSA_2048, Purpose.SIGNING, KeyState.DESTROYED)),
				TARGETS, PlanSchedule.NONE, ACTIVATED);
		assertThat(items).allSatisfy((item) -> assertThat(item.status()).isEqualTo(PlanItem.Status.SKIPPED));
		assertThat(items).extracting(PlanItem::reason)
			.containsExactlyInAnyOrder("the plan names no target for kem keys", "the key is of ML-DSA-65 already",
					"the plan names no target for mac keys", "the key is destroyed");
	}

	@Test
	void keysAreSpreadEvenlyOverPhasesThatFollowEachOther() {
		List<KeyDescription> keys = IntStream.range(0, 7)
			.mapToObj((i) -> key(i, Algorithm.ECDSA_P256, Purpose.SIGNING))
			.toList();
		PlanSchedule schedule = schedule(new Phase("a", "P1M", null), new Phase("b", "PT36H", null),
				new Phase("c", null, null));
		List<PlanItem> items = PlanItems.of(keys, TARGETS, schedule, ACTIVATED);
		assertThat(items).extracting(PlanItem::phase).containsExactly(0, 0, 0, 1, 1, 2, 2);
		assertThat(items.get(0).dueAt()).isEqualTo(ACTIVATED);
		assertThat(items.get(3).dueAt()).isEqualTo(Instant.parse("2026-12-24T12:00:00Z"));
		assertThat(items.get(5).dueAt()).isEqualTo(Instant.parse("2026-12-26T00:00:00Z"));
		assertThat(schedule.name(1)).isEqualTo("b");
	}

	@Test
	void aStartDateIsTheEarliestBegin() {
		Instant later = ACTIVATED.plusSeconds(60);
		assertThat(new PlanSchedule(later, null).starts(ACTIVATED)).containsExactly(later);
		assertThat(new PlanSchedule(ACTIVATED.minusSeconds(60), null).starts(ACTIVATED)).containsExactly(ACTIVATED);
	}

	@Test
	void spreadingAnewLeavesWhatIsDoneWhereItIs() {
		PlanItem done = new PlanItem(0, new UUID(0, 1), 0, ACTIVATED, Algorithm.RSA_2048, Algorithm.ML_DSA_65,
				PlanItem.Status.MIGRATED, null);
		PlanItem first = new PlanItem(1, new UUID(0, 2), 0, ACTIVATED, Algorithm.RSA_2048, Algorithm.ML_DSA_65,
				PlanItem.Status.PENDING, null);
		PlanItem second = new PlanItem(2, new UUID(0, 3), 0, ACTIVATED, Algorithm.RSA_2048, Algorithm.ML_DSA_65,
				PlanItem.Status.PENDING, null);
		List<PlanItem> spread = PlanItems.spread(List.of(done, first, second),
				schedule(new Phase("a", "P1D", null), new Phase("b", null, null)), ACTIVATED);
		assertThat(spread.get(0)).isEqualTo(done);
		assertThat(spread.get(1).phase()).isZero();
		assertThat(spread.get(2).phase()).isOne();
		assertThat(spread.get(2).dueAt()).isEqualTo(ACTIVATED.plusSeconds(86_400));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "P", "1 week", "P11Y", "-P1D", "PT-1S", "P1M2DT3H", "PT99999999999999999999S",
			"P99999999999D" })
	void refusesLengthsThatAreNone(String text) {
		assertThat(PhaseLength.parse(text)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "P0D", "P2W", "P10Y", "PT36H", "P1DT12H" })
	void readsLengths(String text) {
		assertThat(PhaseLength.parse(text)).isPresent();
	}

	@Test
	void anEmptyScopeIsEveryLiveKeyThatIsBroken() {
		PlanScope all = PlanScope.of(null);
		assertThat(all.test().test(key(1, Algorithm.RSA_2048, Purpose.SIGNING, KeyState.SUSPENDED))).isTrue();
		assertThat(all.test().test(key(1, Algorithm.RSA_2048, Purpose.SIGNING, KeyState.DESTROYED))).isFalse();
		assertThat(all.test().test(key(1, Algorithm.AES_128_GCM, Purpose.ENCRYPTION))).isFalse();
	}

	@Test
	void aScopeTakesFamiliesAndAlgorithmsInAnySpelling() {
		PlanScope scope = PlanScope.of(new PlanScope.Request(null, List.of("ec_dsa", "ml-kem-512", "Rsa")));
		assertThat(scope.test().test(key(1, Algorithm.ECDSA_P384, Purpose.SIGNING))).isTrue();
		assertThat(scope.test().test(key(1, Algorithm.RSA_4096, Purpose.SIGNING))).isTrue();
		assertThat(scope.test().test(key(1, Algorithm.ML_KEM_512, Purpose.KEM))).isTrue();
		assertThat(scope.test().test(key(1, Algorithm.ML_KEM_768, Purpose.KEM))).isFalse();
	}

	@Test
	void progressIsTheShareOfKeysToMove() {
		assertThat(new PlanCounts(1, 2, 0, 9, 0).percent(PlanStatus.ACTIVE)).isEqualTo(66);
		assertThat(new PlanCounts(0, 1, 1, 0, -1).percent(PlanStatus.COMPLETED)).isEqualTo(50);
		assertThat(new PlanCounts(0, 0, 0, 3, -1).percent(PlanStatus.COMPLETED)).isEqualTo(100);
		assertThat(new PlanCounts(0, 0, 0, 0, -1).percent(PlanStatus.DRAFT)).isZero();
	}

}
