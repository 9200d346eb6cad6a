package io.qnsp.kms.keys.store;

import java.util.UUID;

import io.qnsp.kms.keys.HsmProtection;
import org.jspecify.annotations.Nullable;

/**
 * Which HSM a key is in.
 *
 * @param connectionId the connection; {@code null} once the key is destroyed
 * @param protection how its current version is protected
 */
public record HsmPlace(@Nullable UUID connectionId, HsmProtection protection) {

}
