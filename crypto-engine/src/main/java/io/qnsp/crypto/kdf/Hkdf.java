package io.qnsp.crypto.kdf;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;

import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

import io.qnsp.crypto.provider.SecurityProviders;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;

/**
 * HKDF-SHA-256 (RFC 5869) of the JDK, some microseconds on the calling thread.
 * <p>
 * <b>Security guarantees.</b> Output is indistinguishable from random as long as the
 * input has 128 bits of entropy or more, and independent for each info. It is no password
 * hash. The caller wipes the output.
 */
public final class Hkdf {

	/** The longest output in bytes. */
	public static final int LONGEST = 255 * 32;

	private static final Provider SUN_JCE = SecurityProviders.jdk("SunJCE");

	private static final SecretAccess DERIVATION = SecretAccess.because("HKDF input key for the JDK's KDF");

	private Hkdf() {
	}

	/**
	 * Extracts and expands.
	 * @param salt public, may be empty
	 * @param input the input key, not necessarily uniform
	 * @param info what the output is for
	 * @param length 1..{@value #LONGEST} bytes
	 * @return the output
	 */
	public static byte[] extractAndExpand(byte[] salt, SecretBytes input, byte[] info, int length) {
		return derive(HKDFParameterSpec.ofExtract()
			.addSalt(salt)
			.addIKM(input.asKey(DERIVATION, "Generic"))
			.thenExpand(info, length));
	}

	/**
	 * Expands alone.
	 * @param derived a key that is itself the output of HKDF, or uniformly random
	 * @param info what the output is for
	 * @param length 1..{@value #LONGEST} bytes
	 * @return the output
	 */
	public static byte[] expand(SecretBytes derived, byte[] info, int length) {
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

}
