package io.qnsp.crypto.keyring;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;

import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;

/**
 * HKDF-SHA-256 (RFC 5869) of the JDK.
 */
final class Hkdf {

	private static final byte[] SALT = "io.qnsp.crypto.keyring v1".getBytes(StandardCharsets.US_ASCII);

	private static final Provider SUN_JCE = sunJce();

	private static final SecretAccess DERIVATION = SecretAccess.because("HKDF input key for the JDK's KDF");

	private Hkdf() {
	}

	/** Extract and expand, from a root key. */
	static byte[] extractAndExpand(SecretBytes root, byte[] info, int length) {
		return extractAndExpand(SALT, root, info, length);
	}

	static byte[] extractAndExpand(byte[] salt, SecretBytes input, byte[] info, int length) {
		return derive(HKDFParameterSpec.ofExtract()
			.addSalt(salt)
			.addIKM(input.asKey(DERIVATION, "Generic"))
			.thenExpand(info, length));
	}

	/** Expand alone, from a key that is itself the output of HKDF. */
	static byte[] expand(SecretBytes derived, byte[] info, int length) {
		return derive(HKDFParameterSpec.expandOnly(derived.asKey(DERIVATION, "Generic"), info, length));
	}

	private static byte[] derive(AlgorithmParameterSpec parameters) {
		try {
			return KDF.getInstance("HKDF-SHA256", SUN_JCE).deriveData(parameters);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("HKDF-SHA256: not usable on this JDK (expected: provider SunJCE)", ex);
		}
	}

	private static Provider sunJce() {
		Provider provider = Security.getProvider("SunJCE");
		if (provider == null) {
			throw new IllegalStateException("security provider SunJCE: missing (expected: the JDK's own)");
		}
		return provider;
	}

}
