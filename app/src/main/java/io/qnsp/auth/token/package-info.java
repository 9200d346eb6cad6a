/**
 * Access tokens: compact JWS signed with ML-DSA-65, valid for 15 minutes, and the keys
 * that sign them. Promises: a token that is forged, expired, revoked or meant for
 * somebody else is refused; rotation never breaks a running client. Depends on the crypto
 * engine for signatures and on {@link io.qnsp.auth.apikey} for client credentials.
 */
@NullMarked
package io.qnsp.auth.token;

import org.jspecify.annotations.NullMarked;
