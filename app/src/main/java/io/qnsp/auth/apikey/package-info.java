/**
 * API keys: made, shown once, verified, revoked. Promises: only a hash of the key is
 * kept; a key is never worth more than the one who made it or the subject it belongs to;
 * a revoked key is refused at once, and so are the tokens issued from it. Depends on
 * {@link io.qnsp.auth.subject}, {@link io.qnsp.auth.revocation} and the crypto engine's
 * random source and hash.
 */
@NullMarked
package io.qnsp.auth.apikey;

import org.jspecify.annotations.NullMarked;
