package io.qnsp.kms.agility.inventory;

import java.time.Clock;
import java.util.List;
import java.util.UUID;

import io.qnsp.kms.agility.CryptoAssets;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * Takes a tenant's inventory from all sources. One asset is held at a time, so memory
 * does not grow with their number.
 */
@Component
public final class AssetInventories {

	private final List<CryptoAssets> sources;

	private final Clock clock;

	AssetInventories(List<CryptoAssets> sources, Clock clock) {
		this.sources = List.copyOf(sources);
		this.clock = clock;
	}

	/**
	 * Takes the inventory.
	 * @param tenantId the tenant
	 * @return what the tenant holds now
	 */
	public Mono<Inventory> read(UUID tenantId) {
		return Mono.defer(() -> {
			InventoryCount count = new InventoryCount(this.clock.instant());
			return Flux.fromIterable(this.sources)
				.concatMap((source) -> source.of(tenantId).doOnNext((asset) -> count.add(source.source(), asset)))
				.then(Mono
					.fromSupplier(() -> count.inventory(this.sources.stream().map(CryptoAssets::source).toList())));
		});
	}

}
