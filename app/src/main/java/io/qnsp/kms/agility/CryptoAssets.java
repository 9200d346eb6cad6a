package io.qnsp.kms.agility;

import java.util.UUID;

import reactor.core.publisher.Flux;

/**
 * A place where a tenant holds something that an algorithm protects, such as the keys of
 * the KMS. A feature that has such a place offers a bean of this type; readiness, risk
 * and compliance then count what is there.
 */
public interface CryptoAssets {

	/**
	 * What the assets are, in answers.
	 * @return a plural such as {@code kms keys}, not empty
	 */
	String source();

	/**
	 * The tenant's assets, read as they are asked for. What is destroyed is left out.
	 * @param tenantId the tenant
	 * @return the assets, in any order
	 */
	Flux<CryptoAsset> of(UUID tenantId);

}
