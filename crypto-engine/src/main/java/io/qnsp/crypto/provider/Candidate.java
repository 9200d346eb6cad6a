package io.qnsp.crypto.provider;

import java.util.function.Supplier;

/**
 * An implementation that may be chosen.
 *
 * @param <T> what it implements
 * @param provider whose it is
 * @param make makes it; throws where this machine lacks it
 */
public record Candidate<T>(ProviderKind provider, Supplier<T> make) {

}
