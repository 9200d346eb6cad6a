package io.qnsp.kms.byohsm.connection.claim;

/**
 * The token that is a connection's own.
 *
 * @param library the operator's name of the library
 * @param serial the token's serial number
 * @param label the token's label
 */
public record Claim(String library, String serial, String label) {

}
