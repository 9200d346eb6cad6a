package io.qnsp.kms.agility.migration.model;

import org.jspecify.annotations.Nullable;

/**
 * Target algorithms, in requests and answers.
 *
 * @param encryption of keys that encrypt data or wrap keys
 * @param signing of signing keys
 * @param keyExchange of keys for key agreement (KEM)
 */
public record TargetAlgorithms(@Nullable String encryption, @Nullable String signing, @Nullable String keyExchange) {

}
