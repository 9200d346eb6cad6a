package io.qnsp.kms.keys.store;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Purpose;
import io.qnsp.kms.keys.KeyState;
import org.jspecify.annotations.Nullable;

/**
 * Which keys are listed; {@code null} is any.
 *
 * @param state in this state
 * @param purpose for this
 * @param algorithm whose current version has this one
 */
public record KeyFilter(@Nullable KeyState state, @Nullable Purpose purpose, @Nullable Algorithm algorithm) {

	/** All keys. */
	public static final KeyFilter ALL = new KeyFilter(null, null, null);

}
