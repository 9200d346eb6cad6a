package io.qnsp.kms.analytics.usage;

import java.util.List;

import reactor.core.publisher.Mono;

/**
 * Looks at usage as it arrives.
 */
@FunctionalInterface
public interface UsageObserver {

	/**
	 * Takes the keys of a batch, in the transaction that counts their usage and after it
	 * was counted. An error rolls all of it back. The journal's followers wait meanwhile.
	 * @param used the keys, each five minutes once
	 * @return completes when it is done
	 */
	Mono<Void> onUsage(List<UsedKey> used);

}
