package io.qnsp.kms.agility.migration;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.qnsp.kms.agility.migration.model.MigrationPlan;
import io.qnsp.kms.agility.migration.model.PlanCounts;
import io.qnsp.kms.agility.migration.model.PlanItem;
import io.qnsp.kms.agility.migration.model.PlanSchedule;
import io.qnsp.kms.agility.migration.model.PlanScope;
import io.qnsp.kms.agility.migration.model.PlanStatus;
import io.qnsp.kms.agility.migration.model.TargetAlgorithms;
import org.jspecify.annotations.Nullable;

/**
 * Plans, as they are answered.
 */
final class PlanAnswer {

	private static final PlanCounts NO_KEYS = new PlanCounts(0, 0, 0, 0, -1);

	private static final String NOTE = "A moved key keeps its id; its earlier versions go on verifying and decrypting. "
			+ "Ciphertexts are held by clients: POST /kms/v1/keys/{keyId}/reencrypt protects them by the new version.";

	private PlanAnswer() {
	}

	/**
	 * A plan that was made.
	 *
	 * @param planId its id
	 * @param name what people call it
	 * @param status draft
	 * @param createdAt when it was made
	 */
	record Created(UUID planId, String name, PlanStatus status, Instant createdAt) {

		static Created of(MigrationPlan plan) {
			return new Created(plan.planId(), plan.name(), plan.status(), plan.createdAt());
		}

	}

	/**
	 * A plan that was changed.
	 *
	 * @param planId its id
	 * @param status where it is now
	 * @param updatedAt when it was changed
	 */
	record Updated(UUID planId, PlanStatus status, Instant updatedAt) {

		static Updated of(MigrationPlan plan) {
			return new Updated(plan.planId(), plan.status(), plan.updatedAt());
		}

	}

	/**
	 * A plan in the list.
	 *
	 * @param planId its id
	 * @param name what people call it
	 * @param status where it is; a paused plan is active here, as the API reference knows
	 * no other word in lists
	 * @param paused whether it is halted
	 * @param progress 0..100, moved keys of the keys to move
	 * @param createdAt when it was made
	 */
	record Summary(UUID planId, String name, ListedStatus status, boolean paused, int progress, Instant createdAt) {

		static Summary of(MigrationPlan plan, @Nullable PlanCounts counts) {
			return new Summary(plan.planId(), plan.name(), ListedStatus.of(plan.status()),
					plan.status() == PlanStatus.PAUSED, counts(counts).percent(plan.status()), plan.createdAt());
		}

	}

	/**
	 * The status in lists.
	 */
	enum ListedStatus {

		@JsonProperty("draft")
		DRAFT, @JsonProperty("active")
		ACTIVE, @JsonProperty("completed")
		COMPLETED, @JsonProperty("cancelled")
		CANCELLED;

		private static ListedStatus of(PlanStatus status) {
			return switch (status) {
				case DRAFT -> DRAFT;
				case ACTIVE, PAUSED -> ACTIVE;
				case COMPLETED -> COMPLETED;
				case CANCELLED -> CANCELLED;
			};
		}

	}

	/**
	 * A part of the list.
	 *
	 * @param plans the plans, newest first
	 * @param nextCursor where the next part starts, or {@code null} at the end
	 */
	record PlanList(List<Summary> plans, @Nullable String nextCursor) {

	}

	/**
	 * A plan with its progress.
	 *
	 * @param planId its id
	 * @param name what people call it
	 * @param description for people, may be empty
	 * @param status draft, active, paused, completed or cancelled
	 * @param targetAlgorithms what keys are moved to
	 * @param scope which keys
	 * @param schedule when
	 * @param progress how far it is
	 * @param blockedKeys the first 100 keys that could not be moved
	 * @param nextKeyAt when the next key is due while the plan waits for that time, or
	 * {@code null}
	 * @param activatedAt when it was activated, or {@code null}
	 * @param createdAt when it was made
	 * @param updatedAt when it was changed last
	 * @param note what a move leaves to do
	 */
	record Detail(UUID planId, String name, String description, PlanStatus status, TargetAlgorithms targetAlgorithms,
			PlanScope scope, PlanSchedule schedule, Progress progress, List<BlockedKey> blockedKeys,
			@Nullable Instant nextKeyAt, @Nullable Instant activatedAt, Instant createdAt, Instant updatedAt,
			String note) {

		static Detail of(MigrationPlan plan, @Nullable PlanCounts counts, List<PlanItem> blocked) {
			return new Detail(plan.planId(), plan.name(), plan.description(), plan.status(), plan.targets().names(),
					plan.scope(), plan.schedule(), Progress.of(plan, counts(counts)),
					blocked.stream().map(BlockedKey::of).toList(), plan.nextDueAt(), plan.activatedAt(),
					plan.createdAt(), plan.updatedAt(), NOTE);
		}

	}

	/**
	 * How far a plan is. A draft has no keys yet: they are taken when it is activated.
	 *
	 * @param keysTotal keys to move
	 * @param keysMigrated moved ones
	 * @param keysPending keys that wait for their turn
	 * @param keysBlocked keys that could not be moved
	 * @param keysSkipped keys of the scope that need no move, not part of the total
	 * @param currentPhase the phase of the next key; the first one before the plan has
	 * begun, the last one when no key waits
	 */
	record Progress(long keysTotal, long keysMigrated, long keysPending, long keysBlocked, long keysSkipped,
			String currentPhase) {

		private static Progress of(MigrationPlan plan, PlanCounts counts) {
			int phase = (counts.phase() >= 0) ? counts.phase()
					: (plan.activatedAt() == null) ? 0 : plan.schedule().last();
			return new Progress(counts.total(), counts.migrated(), counts.pending(), counts.blocked(), counts.skipped(),
					plan.schedule().name(phase));
		}

	}

	/**
	 * A key that could not be moved.
	 *
	 * @param keyId the key
	 * @param algorithm its algorithm when the plan was activated
	 * @param reason why not
	 */
	record BlockedKey(UUID keyId, String algorithm, @Nullable String reason) {

		private static BlockedKey of(PlanItem item) {
			return new BlockedKey(item.keyId(), item.from().nistName(), item.reason());
		}

	}

	private static PlanCounts counts(@Nullable PlanCounts counts) {
		return (counts != null) ? counts : NO_KEYS;
	}

}
