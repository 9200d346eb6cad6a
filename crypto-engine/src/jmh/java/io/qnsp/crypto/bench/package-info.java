/**
 * Benchmarks: each operation through the engine beside the raw call of the provider that
 * it uses, in one run. {@code ./mvnw -Pbench verify -pl crypto-engine -am -DskipTests}
 */
@NullMarked
package io.qnsp.crypto.bench;

import org.jspecify.annotations.NullMarked;
