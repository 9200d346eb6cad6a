/**
 * Key encapsulation: ML-KEM, Diffie-Hellman as a KEM, the hybrids X-Wing and
 * X25519MLKEM768, and HQC as an experiment. Answers run on a lane. Depends on the
 * catalogue, the providers and the encodings.
 */
@NullMarked
package io.qnsp.crypto.kem;

import org.jspecify.annotations.NullMarked;
