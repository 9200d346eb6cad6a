package io.qnsp.hsm.broken;

import com.azure.core.credential.AccessToken;

/**
 * Knows Azure's client outside of the one package that may.
 *
 * @param token what a login brings
 */
public record KnowsAzure(AccessToken token) {

}
