/**
 * Where the HSM bridge and the crypto engine meet, which know nothing of each other: keys
 * inside HSMs that wrap secrets in the engine's envelopes. Depends on both alone.
 */
@NullMarked
package io.qnsp.app.hsm;

import org.jspecify.annotations.NullMarked;
