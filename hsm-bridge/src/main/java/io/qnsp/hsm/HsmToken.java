package io.qnsp.hsm;

/**
 * Which HSM a connection leads to.
 *
 * @param library the operator's name of the library, or the vault's host
 * @param serial the token's serial number; with the library it names the token for good
 * @param label the token's label
 * @param manufacturer who made it
 * @param model which model
 * @param firmware its version
 * @param protocol how it is spoken to, for example {@code PKCS#11 3.2}
 */
public record HsmToken(String library, String serial, String label, String manufacturer, String model, String firmware,
		String protocol) {

}
