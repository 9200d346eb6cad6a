package io.qnsp.audit.integrity;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.qnsp.core.journal.EventPosition;
import reactor.core.publisher.Flux;

/**
 * Bundles of chosen events, as the offline verifier reads them: of the checkpoints around
 * them, with the other events as leaves alone.
 */
public interface EventBundles {

	/**
	 * Makes a bundle, as the tenant that the chain runs for.
	 * @param tenantId the tenant
	 * @param positions the places of the chosen events in the journal, in their order, at
	 * least one, all of them sealed
	 * @return its lines, some at a time; an {@link IllegalStateException} when an event
	 * is not sealed or is not there any more
	 */
	Flux<List<Map<String, Object>>> of(UUID tenantId, List<EventPosition> positions);

}
