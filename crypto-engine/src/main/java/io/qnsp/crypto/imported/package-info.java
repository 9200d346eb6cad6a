/**
 * Keys that come from outside: a private key in PKCS#8 or in its raw form becomes a pair
 * in the engine's raw forms, its public key derived and proven by use; public keys are
 * validated alone. What is malformed, of another size or curve, or does not fit together
 * is refused before it is stored. Depends on the signatures, KEMs and encodings of the
 * engine and on Bouncy Castle's ASN.1 and curves.
 */
@NullMarked
package io.qnsp.crypto.imported;

import org.jspecify.annotations.NullMarked;
