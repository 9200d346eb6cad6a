/**
 * Digital signatures: ML-DSA (FIPS 204), keys kept as seeds, signing hedged. Answers run
 * on the fast lane. Depends on the lightweight API of Bouncy Castle.
 */
@NullMarked
package io.qnsp.crypto.signature;

import org.jspecify.annotations.NullMarked;
