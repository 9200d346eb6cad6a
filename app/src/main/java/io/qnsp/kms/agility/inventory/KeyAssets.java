package io.qnsp.kms.agility.inventory;

import java.util.UUID;

import io.qnsp.kms.agility.CryptoAsset;
import io.qnsp.kms.agility.CryptoAssets;
import io.qnsp.kms.keys.KeyDescription;
import io.qnsp.kms.keys.KeyOrigin;
import io.qnsp.kms.keys.KeyState;
import io.qnsp.kms.keys.KeyUpgrades;
import io.qnsp.kms.keys.Keys;
import reactor.core.publisher.Flux;

import org.springframework.stereotype.Component;

/**
 * The keys of the KMS.
 */
@Component
final class KeyAssets implements CryptoAssets {

	private final Keys keys;

	private final KeyUpgrades upgrades;

	KeyAssets(Keys keys, KeyUpgrades upgrades) {
		this.keys = keys;
		this.upgrades = upgrades;
	}

	@Override
	public String source() {
		return "kms keys";
	}

	@Override
	public Flux<CryptoAsset> of(UUID tenantId) {
		return this.keys.all(tenantId).filter((key) -> key.state().isAlive()).map(this::asset);
	}

	private CryptoAsset asset(KeyDescription key) {
		return new CryptoAsset(key.keyId().toString(), key.algorithm(), key.purpose(), key.state() == KeyState.ACTIVE,
				key.state() == KeyState.COMPROMISED, key.protection(), key.origin() != KeyOrigin.GENERATED,
				key.rotationPeriod() != null, key.rotatedAt(),
				Replacement.of(key.algorithm(), key.purpose())
					.map((target) -> this.upgrades.obstacle(key, target))
					.orElse(null));
	}

}
