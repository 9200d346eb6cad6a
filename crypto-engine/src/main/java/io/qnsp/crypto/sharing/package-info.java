/**
 * Secret sharing: a secret in shares of which any threshold recovers it and fewer tell
 * nothing. Shares name their set and are checked one by one before anything is combined.
 * Depends on the polynomials of Bouncy Castle and on the engine's hashes and lanes.
 */
@NullMarked
package io.qnsp.crypto.sharing;

import org.jspecify.annotations.NullMarked;
