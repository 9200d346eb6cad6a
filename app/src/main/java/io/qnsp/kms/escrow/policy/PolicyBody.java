package io.qnsp.kms.escrow.policy;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.qnsp.core.error.BoundedText;
import io.qnsp.core.error.FieldProblems;
import io.qnsp.core.time.CalendarPeriod;
import io.qnsp.kms.escrow.model.AgentRole;
import io.qnsp.kms.escrow.model.Quorum;
import io.qnsp.kms.escrow.model.Seat;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it is sent, to create one (name, agents, threshold and retention must be
 * there) or to change one (what is there replaces what was; key types and retention can't
 * be changed and are refused).
 *
 * @param name what people call it, 1..200 characters
 * @param description for people, at most 2000 characters
 * @param keyTypes which keys: algorithms, families or purposes, at most 100; all when
 * empty or not given
 * @param escrowAgents the agents, at most 300, each once; at most 255 of them hold shares
 * @param recoveryThreshold how many shares recover a key, 2 to the number of agents who
 * hold one
 * @param retentionPeriod how long an escrow lasts, a day to 100 years
 */
record PolicyBody(@Nullable String name, @Nullable String description, @Nullable List<@Nullable String> keyTypes,
		@Nullable List<@Nullable EscrowAgent> escrowAgents, @Nullable Integer recoveryThreshold,
		@Nullable CalendarPeriod retentionPeriod) {

	private static final int LONGEST_NAME = 200;

	private static final int LONGEST_DESCRIPTION = 2000;

	private static final int LONGEST_ID = 200;

	private static final Period SHORTEST = Period.ofDays(1);

	private static final Period LONGEST = Period.ofYears(100);

	/**
	 * An agent of a policy.
	 *
	 * @param agentId the subject of a user or service account, 1..200 characters
	 * @param role primary and secondary hold a share, a witness confirms recoveries
	 */
	record EscrowAgent(@Nullable String agentId, @Nullable AgentRole role) {

		private void check(String path, FieldProblems problems) {
			problems.add((this.agentId != null) ? BoundedText.problem(path + ".agentId", this.agentId, 1, LONGEST_ID)
					: path + ".agentId: missing (expected: the subject of a user or service account)");
			problems
				.add((this.role == null) ? path + ".role: missing (expected: primary, secondary or witness)" : null);
		}

		private Seat seat() {
			return new Seat(Objects.requireNonNull(this.agentId), Objects.requireNonNull(this.role));
		}

	}

	/**
	 * Refuses what no policy can be.
	 * @param complete whether it must be a whole policy
	 */
	void check(boolean complete) {
		FieldProblems problems = new FieldProblems();
		problems.add((this.name != null) ? BoundedText.problem("name", this.name, 1, LONGEST_NAME)
				: complete ? "name: missing (expected: 1..200 characters)" : null);
		problems.add((this.description != null)
				? BoundedText.problem("description", this.description, 0, LONGEST_DESCRIPTION) : null);
		if (!complete) {
			checkUnchangeable(problems);
		}
		checkTypes(problems);
		checkAgents(complete, problems);
		problems.add((complete && this.recoveryThreshold == null)
				? "recoveryThreshold: missing (expected: how many shares recover a key, at least 2)" : null);
		if (this.retentionPeriod != null) {
			problems.add(this.retentionPeriod.isBetween(SHORTEST, LONGEST) ? null
					: "retentionPeriod: %s (expected: P1D to P100Y)".formatted(this.retentionPeriod));
		}
		else if (complete) {
			problems.add("retentionPeriod: missing (expected: ISO 8601, P1D to P100Y, such as P7Y)");
		}
		problems.throwIfAny();
	}

	private void checkUnchangeable(FieldProblems problems) {
		String expected = ": can't be changed (expected: name, description, escrowAgents, recoveryThreshold)";
		problems.add((this.keyTypes != null) ? "keyTypes" + expected : null);
		problems.add((this.retentionPeriod != null) ? "retentionPeriod" + expected : null);
	}

	private void checkTypes(FieldProblems problems) {
		if (this.keyTypes == null) {
			return;
		}
		problems.add((this.keyTypes.size() > KeyScope.MOST_TYPES)
				? "keyTypes: %d (expected: at most %d)".formatted(this.keyTypes.size(), KeyScope.MOST_TYPES) : null);
		problems
			.add(this.keyTypes.stream().anyMatch(Objects::isNull) ? "keyTypes: null (expected: types of keys)" : null);
	}

	private void checkAgents(boolean complete, FieldProblems problems) {
		if (this.escrowAgents == null) {
			problems.add(complete ? "escrowAgents: missing (expected: at least two agents who hold shares)" : null);
			return;
		}
		if (this.escrowAgents.size() > Quorum.MOST_SEATS) {
			problems
				.add("escrowAgents: %d (expected: at most %d)".formatted(this.escrowAgents.size(), Quorum.MOST_SEATS));
			return;
		}
		for (int i = 0; i < this.escrowAgents.size(); i++) {
			EscrowAgent agent = this.escrowAgents.get(i);
			String path = "escrowAgents[" + i + "]";
			if (agent == null) {
				problems.add(path + ": null (expected: an agent)");
			}
			else {
				agent.check(path, problems);
			}
		}
	}

	/**
	 * The new policy; checked before.
	 */
	EscrowPolicy create(UUID policyId, Instant now) {
		List<@Nullable String> types = (this.keyTypes != null) ? this.keyTypes : List.of();
		KeyScope keys = new KeyScope(types.stream().map(Objects::requireNonNull).distinct().toList()).checked();
		return new EscrowPolicy(policyId, Objects.requireNonNull(this.name),
				(this.description != null) ? this.description : "", keys,
				new Quorum(seats(Objects.requireNonNull(this.escrowAgents)),
						Objects.requireNonNull(this.recoveryThreshold))
					.checked(),
				Objects.requireNonNull(this.retentionPeriod), now, now);
	}

	/**
	 * The policy from now on; checked before.
	 */
	EscrowPolicy change(EscrowPolicy before, Instant now) {
		Quorum quorum = new Quorum((this.escrowAgents != null) ? seats(this.escrowAgents) : before.quorum().seats(),
				(this.recoveryThreshold != null) ? this.recoveryThreshold : before.quorum().threshold())
			.checked();
		return new EscrowPolicy(before.policyId(), (this.name != null) ? this.name : before.name(),
				(this.description != null) ? this.description : before.description(), before.keys(), quorum,
				before.retention(), before.createdAt(), now);
	}

	private static List<Seat> seats(List<@Nullable EscrowAgent> agents) {
		return agents.stream().map((agent) -> Objects.requireNonNull(agent).seat()).toList();
	}

}
