/**
 * Digital signatures of every algorithm of the catalogue, keys kept as seeds where the
 * standard has them, signing hedged; stateful ones are verified only. Depends on the
 * lanes, on the providers and on the lightweight API of Bouncy Castle.
 */
@NullMarked
package io.qnsp.crypto.signature;

import org.jspecify.annotations.NullMarked;
