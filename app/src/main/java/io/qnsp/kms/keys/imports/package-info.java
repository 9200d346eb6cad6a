/**
 * Keys that were made elsewhere. Private and secret keys come encrypted to a one-time
 * import key, which lives for a day and is gone once it was used; public keys of others,
 * to verify with, come as they are. Promises that nothing is stored that does not work.
 * Depends on the life and the material of keys and on the crypto engine.
 */
@NullMarked
package io.qnsp.kms.keys.imports;

import org.jspecify.annotations.NullMarked;
