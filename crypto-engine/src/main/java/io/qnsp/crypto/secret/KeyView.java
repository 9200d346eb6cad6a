package io.qnsp.crypto.secret;

import javax.crypto.SecretKey;

/**
 * Hands a JDK primitive one copy of the key, which the JDK's own providers wipe, instead
 * of leaving another in a SecretKeySpec that can't be destroyed.
 */
record KeyView(SecretBytes key, String algorithm, SecretAccess access) implements SecretKey {

	@Override
	public String getAlgorithm() {
		return this.algorithm;
	}

	@Override
	public String getFormat() {
		return "RAW";
	}

	@Override
	public byte[] getEncoded() {
		return this.key.toByteArray(this.access);
	}

}
