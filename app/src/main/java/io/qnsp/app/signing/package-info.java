/**
 * Keys that the platform itself signs with: ML-DSA-65 (FIPS 204, pure, empty context),
 * one current key for each purpose, made when it is first needed. Promises: all instances
 * sign with the same key, a seed is stored only wrapped by the root key and wrapped anew
 * after that has changed, and public keys stay for as long as anybody may verify with
 * them. Depends on the crypto engine, the root key, the journal and SQL.
 */
@NullMarked
package io.qnsp.app.signing;

import org.jspecify.annotations.NullMarked;
