package io.qnsp.crypto.sharing;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.qnsp.crypto.sharing.SharesRefusedException.Reason;
import io.qnsp.crypto.sharing.SharesRefusedException.Refusal;

/**
 * Looks at shares before they are combined.
 */
final class ShareChecks {

	private ShareChecks() {
	}

	/**
	 * Checks against the set that most unchanged shares are of, the first among equals.
	 * @return the shares
	 * @throws SharesRefusedException if any is refused or there are too few
	 */
	static List<Share> among(List<Share> shares) {
		Map<ByteBuffer, Integer> sets = new LinkedHashMap<>();
		shares.stream()
			.filter(Share::isUnchanged)
			.forEach((share) -> sets.merge(ByteBuffer.wrap(share.fingerprint()), 1, Integer::sum));
		int most = sets.values().stream().mapToInt(Integer::intValue).max().orElse(0);
		return of(shares,
				sets.entrySet()
					.stream()
					.filter((set) -> set.getValue() == most)
					.findFirst()
					.map((set) -> set.getKey().array())
					.orElseGet(() -> new byte[0]));
	}

	/**
	 * Checks against a known set.
	 * @return the shares
	 * @throws SharesRefusedException if any is refused or there are too few
	 */
	static List<Share> of(List<Share> shares, byte[] fingerprint) {
		List<Refusal> refusals = new ArrayList<>();
		Set<Integer> seen = new HashSet<>();
		for (Share share : shares) {
			reason(share, fingerprint, seen).ifPresent((reason) -> refusals.add(new Refusal(share.index(), reason)));
		}
		if (!refusals.isEmpty()) {
			throw SharesRefusedException.of(refusals);
		}
		int threshold = shares.isEmpty() ? SecretSharing.SMALLEST_THRESHOLD : shares.getFirst().threshold();
		if (shares.size() < threshold) {
			throw SharesRefusedException.tooFew(shares.size(), threshold);
		}
		return shares;
	}

	/**
	 * Checks one share against a known set.
	 * @throws SharesRefusedException if it is refused
	 */
	static void requireOf(Share share, byte[] fingerprint) {
		reason(share, fingerprint, new HashSet<>()).ifPresent((reason) -> {
			throw SharesRefusedException.of(List.of(new Refusal(share.index(), reason)));
		});
	}

	private static Optional<Reason> reason(Share share, byte[] fingerprint, Set<Integer> seen) {
		if (!share.isUnchanged()) {
			return Optional.of(Reason.CHANGED);
		}
		if (!share.isOf(fingerprint)) {
			return Optional.of(Reason.FOREIGN);
		}
		return seen.add(share.index()) ? Optional.empty() : Optional.of(Reason.DUPLICATE);
	}

}
