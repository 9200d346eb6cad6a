package io.qnsp.kms.keys;

import java.time.Instant;
import java.util.UUID;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a key; no material.
 *
 * @param keyId its id
 * @param name what people call it, or {@code null}
 * @param algorithm the algorithm of its current version
 * @param purpose what it is for
 * @param protection where its material lives
 * @param origin where it was made
 * @param state where it is in its life
 * @param version its current version, from 1
 * @param rotationPeriod how often it is rotated by itself, ISO 8601, or {@code null} for
 * never
 * @param createdAt when it was made
 * @param rotatedAt when its current version was made
 * @param destroyAt when it will be destroyed, or {@code null} when that is not planned
 */
public record KeyDescription(UUID keyId, @Nullable String name, Algorithm algorithm, Purpose purpose,
		Protection protection, KeyOrigin origin, KeyState state, int version, @Nullable String rotationPeriod,
		Instant createdAt, Instant rotatedAt, @Nullable Instant destroyAt) {

}
