package io.qnsp.kms.escrow.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import io.qnsp.core.error.ErrorCode;
import io.qnsp.core.error.QnspException;
import io.qnsp.kms.escrow.model.Decision.Choice;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RecoveryTests {

	private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

	private static Recovery recovery(String... witnesses) {
		List<Seat> seats = new ArrayList<>(List.of(new Seat("a", AgentRole.PRIMARY), new Seat("b", AgentRole.PRIMARY),
				new Seat("c", AgentRole.SECONDARY)));
		for (String witness : witnesses) {
			seats.add(new Seat(witness, AgentRole.WITNESS));
		}
		return new Recovery(new UUID(0, 1), new UUID(0, 2), RecoveryPurpose.RECOVER, "lost", Urgency.URGENT, "asker",
				new Quorum(seats, 2).checked(), Recovery.Progress.NONE, NOW, NOW.plus(Urgency.URGENT.open()));
	}

	private static Recovery ready(String... witnesses) {
		return recovery(witnesses).submitted("a").submitted("c");
	}

	private static Decision approve(String subject) {
		return new Decision(subject, Choice.APPROVE, null, NOW);
	}

	private static Decision deny(String subject) {
		return new Decision(subject, Choice.DENY, "no", NOW);
	}

	private static void refused(ErrorCode code, ThrowingCallable call) {
		assertThatExceptionOfType(QnspException.class).isThrownBy(call)
			.satisfies((refusal) -> assertThat(refusal.code()).isEqualTo(code));
	}

	@Test
	void theThresholdOfSharesMakesItReady() {
		Recovery one = recovery().submitted("b");
		assertThat(one.status()).isEqualTo(RecoveryStatus.PENDING_SHARES);
		Recovery two = one.submitted("c");
		assertThat(two.status()).isEqualTo(RecoveryStatus.READY_FOR_APPROVAL);
		refused(ErrorCode.CONFLICT, () -> two.submitted("a"));
	}

	@Test
	void aShareCountsOncePerHolderAndForNobodyElse() {
		Recovery one = recovery("w").submitted("a");
		refused(ErrorCode.CONFLICT, () -> one.submitted("a"));
		refused(ErrorCode.FORBIDDEN, () -> one.submitted("w"));
		refused(ErrorCode.FORBIDDEN, () -> one.submitted("asker"));
		refused(ErrorCode.CONFLICT, () -> ready().submitted("a"));
	}

	@Test
	void neitherInitiatorNorSubmitterApproves() {
		refused(ErrorCode.FORBIDDEN, () -> ready().decided(approve("asker")));
		refused(ErrorCode.FORBIDDEN, () -> ready().decided(approve("a")));
		assertThat(ready().decided(approve("b")).status()).isEqualTo(RecoveryStatus.APPROVED);
		assertThat(ready().decided(approve("other")).status()).isEqualTo(RecoveryStatus.APPROVED);
	}

	@Test
	void nobodyApprovesBeforeTheSharesAreThereOrTwice() {
		refused(ErrorCode.CONFLICT, () -> recovery().submitted("a").decided(approve("other")));
		Recovery once = ready("w").decided(approve("other"));
		assertThat(once.status()).isEqualTo(RecoveryStatus.READY_FOR_APPROVAL);
		refused(ErrorCode.CONFLICT, () -> once.decided(approve("other")));
		refused(ErrorCode.CONFLICT, () -> ready().decided(approve("b")).decided(approve("other")));
	}

	@Test
	void everyWitnessConfirmsAndOneMayBeTheIndependentApproval() {
		Recovery first = ready("v", "w").decided(approve("w"));
		assertThat(first.status()).isEqualTo(RecoveryStatus.READY_FOR_APPROVAL);
		assertThat(first.missingApprovals()).containsExactly("v");
		assertThat(first.decided(approve("v")).status()).isEqualTo(RecoveryStatus.APPROVED);
	}

	@Test
	void aWitnessWhoAskedConfirmsAndIsNotTheIndependentApproval() {
		Recovery confirmed = ready("asker").decided(approve("asker"));
		assertThat(confirmed.status()).isEqualTo(RecoveryStatus.READY_FOR_APPROVAL);
		assertThat(confirmed.missingApprovals())
			.containsExactly("an agent or administrator who neither initiated nor submitted");
		assertThat(confirmed.decided(approve("b")).status()).isEqualTo(RecoveryStatus.APPROVED);
	}

	@Test
	void agentsAndAdministratorsHaveASayAndNobodyElse() {
		recovery("w").requireSay("b", false);
		recovery("w").requireSay("w", false);
		recovery("w").requireSay("other", true);
		refused(ErrorCode.FORBIDDEN, () -> recovery("w").requireSay("other", false));
		refused(ErrorCode.FORBIDDEN, () -> recovery("w").requireSay("asker", false));
	}

	@Test
	void anyDenialEndsItAtAnyTime() {
		for (Recovery open : List.of(recovery(), recovery().submitted("a"), ready(), ready().decided(approve("b")))) {
			Recovery denied = open.decided(deny("asker"));
			assertThat(denied.status()).isEqualTo(RecoveryStatus.DENIED);
			assertThat(denied.progress().endedAt()).isEqualTo(NOW);
			refused(ErrorCode.CONFLICT, () -> denied.decided(approve("other")));
			refused(ErrorCode.CONFLICT, () -> denied.submitted("b"));
			refused(ErrorCode.CONFLICT, () -> denied.requireExecutable("asker", RecoveryPurpose.RECOVER));
		}
	}

	@Test
	void itIsExecutedByWhoeverAskedOnceApprovedAndForItsPurpose() {
		Recovery approved = ready().decided(approve("other"));
		approved.requireExecutable("asker", RecoveryPurpose.RECOVER);
		refused(ErrorCode.FORBIDDEN, () -> approved.requireExecutable("other", RecoveryPurpose.RECOVER));
		refused(ErrorCode.CONFLICT, () -> approved.requireExecutable("asker", RecoveryPurpose.REFRESH));
		refused(ErrorCode.CONFLICT, () -> ready().requireExecutable("asker", RecoveryPurpose.RECOVER));
		refused(ErrorCode.CONFLICT, () -> recovery().requireExecutable("asker", RecoveryPurpose.RECOVER));
		Recovery executed = approved.ended(RecoveryStatus.EXECUTED, NOW);
		refused(ErrorCode.CONFLICT, () -> executed.requireExecutable("asker", RecoveryPurpose.RECOVER));
	}

	@ParameterizedTest
	@EnumSource(Urgency.class)
	void itExpiresByItsUrgency(Urgency urgency) {
		Recovery asked = new Recovery(new UUID(0, 1), new UUID(0, 2), RecoveryPurpose.RECOVER, "lost", urgency, "asker",
				recovery().quorum(), Recovery.Progress.NONE, NOW, NOW.plus(urgency.open()));
		Duration open = switch (urgency) {
			case NORMAL -> Duration.ofDays(7);
			case URGENT -> Duration.ofHours(24);
			case EMERGENCY -> Duration.ofHours(4);
		};
		assertThat(asked.at(NOW.plus(open).minusMillis(1)).status()).isEqualTo(RecoveryStatus.PENDING_SHARES);
		Recovery expired = asked.at(NOW.plus(open));
		assertThat(expired.status()).isEqualTo(RecoveryStatus.EXPIRED);
		refused(ErrorCode.CONFLICT, () -> expired.submitted("a"));
	}

	@Test
	void itEndsWithItsEscrow() {
		Recovery open = recovery().submitted("a");
		Instant end = NOW.plusSeconds(60);
		assertThat(open.at(end.minusMillis(1), end).status()).isEqualTo(RecoveryStatus.PENDING_SHARES);
		assertThat(open.at(end, end).status()).isEqualTo(RecoveryStatus.SUPERSEDED);
		assertThat(open.at(end, end).progress().endedAt()).isEqualTo(end);
		assertThat(open.at(open.expiresAt(), open.expiresAt().plusSeconds(1)).status())
			.isEqualTo(RecoveryStatus.EXPIRED);
		assertThat(open.decided(deny("b")).at(end, end).status()).isEqualTo(RecoveryStatus.DENIED);
	}

	@Test
	void anEndStaysWhatItIsWhenTimeGoesOn() {
		Recovery denied = recovery().decided(deny("b"));
		assertThat(denied.at(NOW.plus(Duration.ofDays(400))).status()).isEqualTo(RecoveryStatus.DENIED);
	}

	/**
	 * Whatever is tried, in whatever order: approved means that enough holders submitted,
	 * that every witness said yes, that somebody independent did, and that nobody said
	 * no.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void nothingIsApprovedWithoutEverythingThatItTakes(long seed) {
		Random random = new Random(seed);
		List<String> people = List.of("a", "b", "c", "v", "w", "asker", "other");
		int approvals = 0;
		for (int round = 0; round < 2000; round++) {
			Recovery now = recovery("v", "w");
			boolean ended = false;
			for (int step = 0; step < 14; step++) {
				String who = people.get(random.nextInt(people.size()));
				Recovery before = now;
				try {
					now = switch (random.nextInt(20)) {
						case 0 -> before.decided(deny(who));
						case 1, 2, 3, 4, 5, 6, 7, 8 -> before.submitted(who);
						default -> before.decided(approve(who));
					};
					assertThat(ended).as("an end is an end").isFalse();
				}
				catch (QnspException refusal) {
					assertThat(refusal.code().status()).isIn(403, 409);
				}
				ended = !now.status().isOpen();
			}
			if (now.status() == RecoveryStatus.APPROVED) {
				approvals++;
				Recovery approved = now;
				List<String> yes = now.progress()
					.decisions()
					.stream()
					.filter((one) -> one.choice() == Choice.APPROVE)
					.map(Decision::decidedBy)
					.toList();
				assertThat(now.progress().submitters()).doesNotHaveDuplicates().hasSize(2).isSubsetOf("a", "b", "c");
				assertThat(yes).contains("v", "w").doesNotHaveDuplicates();
				assertThat(yes)
					.anyMatch((one) -> !one.equals("asker") && !approved.progress().submitters().contains(one));
				assertThat(now.progress().decisions()).hasSameSizeAs(yes);
			}
		}
		assertThat(approvals).isPositive();
	}

}
