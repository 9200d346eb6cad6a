package io.qnsp.kms.escrow.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.qnsp.core.error.QnspException;
import io.qnsp.crypto.sharing.SecretSharing;

/**
 * Who holds shares, who witnesses, and how many shares recover a key.
 *
 * @param seats the agents, in the order of their shares
 * @param threshold how many shares it takes
 */
public record Quorum(List<Seat> seats, int threshold) {

	/** Most agents, witnesses included. */
	public static final int MOST_SEATS = 300;

	public Quorum {
		seats = List.copyOf(seats);
	}

	/**
	 * Refuses what can't work.
	 * @return this
	 * @throws QnspException a 422 that names the field
	 */
	public Quorum checked() {
		Set<String> seen = new HashSet<>();
		for (int i = 0; i < this.seats.size(); i++) {
			if (!seen.add(this.seats.get(i).agentId())) {
				throw QnspException.unprocessable("escrowAgents[" + i + "].agentId",
						this.seats.get(i).agentId() + " is there twice (expected: each agent once)");
			}
		}
		int holders = holders().size();
		if (holders > SecretSharing.MOST_SHARES) {
			throw QnspException.unprocessable("escrowAgents",
					"%d hold shares (expected: at most %d)".formatted(holders, SecretSharing.MOST_SHARES));
		}
		if (this.threshold < SecretSharing.SMALLEST_THRESHOLD || this.threshold > holders) {
			throw QnspException.unprocessable("recoveryThreshold",
					"%d (expected: at least %d, at most the %d agents who hold shares)".formatted(this.threshold,
							SecretSharing.SMALLEST_THRESHOLD, holders));
		}
		return this;
	}

	/**
	 * The agents who hold shares, the first has the share of index 1.
	 * @return their ids
	 */
	public List<String> holders() {
		return ids(true);
	}

	/**
	 * The agents who must confirm a recovery.
	 * @return their ids
	 */
	public List<String> witnesses() {
		return ids(false);
	}

	private List<String> ids(boolean holding) {
		return this.seats.stream().filter((seat) -> seat.role().holdsShare() == holding).map(Seat::agentId).toList();
	}

	/**
	 * The agents as they are stored.
	 * @return all ids
	 */
	public List<String> agentIds() {
		return this.seats.stream().map(Seat::agentId).toList();
	}

	/**
	 * The roles as they are stored, in the order of {@link #agentIds}.
	 * @return wire names
	 */
	public List<String> roles() {
		return this.seats.stream().map((seat) -> seat.role().wireName()).toList();
	}

	/**
	 * Reads what was stored.
	 * @param agentIds the ids
	 * @param roles their roles
	 * @param threshold how many shares it takes
	 * @return the quorum
	 */
	public static Quorum stored(List<String> agentIds, List<String> roles, int threshold) {
		List<Seat> seats = new ArrayList<>(agentIds.size());
		for (int i = 0; i < agentIds.size(); i++) {
			seats.add(new Seat(agentIds.get(i), AgentRole.stored(roles.get(i))));
		}
		return new Quorum(seats, threshold);
	}

}
