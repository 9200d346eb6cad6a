package io.qnsp.kms.agility;

import java.time.Instant;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.keys.Protection;
import org.jspecify.annotations.Nullable;

/**
 * Something that an algorithm protects.
 *
 * @param id what a person finds it by
 * @param algorithm the algorithm that is used for everything new
 * @param purpose what it is for
 * @param active whether it protects anything new
 * @param compromised whether somebody else may know its secret
 * @param protection where its secret lives
 * @param imported whether its secret was made elsewhere
 * @param scheduled whether its secret is replaced by itself at times
 * @param since when its current secret was made
 * @param obstacle why this server can't move it to its quantum-safe replacement, or
 * {@code null} when it can or when there is nothing to move
 */
public record CryptoAsset(String id, Algorithm algorithm, Purpose purpose, boolean active, boolean compromised,
		Protection protection, boolean imported, boolean scheduled, Instant since, @Nullable String obstacle) {

}
