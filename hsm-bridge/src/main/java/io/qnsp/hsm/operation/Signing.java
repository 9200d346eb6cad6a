package io.qnsp.hsm.operation;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmException.Problem;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmKeyAlgorithm.Family;
import io.qnsp.hsm.HsmSignatureScheme;
import io.qnsp.hsm.binding.Mechanism;
import io.qnsp.hsm.binding.Mechanism.Hash;
import io.qnsp.hsm.binding.MechanismType;
import io.qnsp.hsm.binding.ObjectClass;
import io.qnsp.hsm.encoding.Der;
import io.qnsp.hsm.token.TokenSession;

/**
 * Signs and verifies inside a token. Messages are hashed before they go there, where the
 * scheme allows it: every token knows these mechanisms, and a slow line carries 64 bytes.
 */
public final class Signing {

	private static final byte[] SHA256_INFO = Der.hex("3031300d060960864801650304020105000420");

	private static final byte[] SHA384_INFO = Der.hex("3041300d060960864801650304020205000430");

	private static final byte[] SHA512_INFO = Der.hex("3051300d060960864801650304020305000440");

	private Signing() {
	}

	/**
	 * Signs.
	 * @param session where
	 * @param key the key
	 * @param scheme how
	 * @param message what
	 * @return the signature
	 */
	public static byte[] sign(TokenSession session, HsmKey key, HsmSignatureScheme scheme, byte[] message) {
		Mechanism mechanism = mechanism(session, key, scheme);
		byte[] signature = session.calls()
			.sign(mechanism, session.handle(ObjectClass.PRIVATE_KEY, key), input(key, scheme, message));
		return (scheme.family() == Family.EC) ? Der.signature(signature) : signature;
	}

	/**
	 * Verifies.
	 * @param session where
	 * @param key the key
	 * @param scheme how
	 * @param message what
	 * @param signature the signature
	 * @return whether it is the key's signature of the message
	 */
	public static boolean verify(TokenSession session, HsmKey key, HsmSignatureScheme scheme, byte[] message,
			byte[] signature) {
		Mechanism mechanism = mechanism(session, key, scheme);
		byte[] raw = (scheme.family() == Family.EC) ? Der.rawSignature(signature, coordinate(key)) : signature;
		long handle = session.handle(ObjectClass.PUBLIC_KEY, key);
		return raw.length > 0 && session.calls().verify(mechanism, handle, input(key, scheme, message), raw);
	}

	private static Mechanism mechanism(TokenSession session, HsmKey key, HsmSignatureScheme scheme) {
		if (scheme.family() != key.algorithm().family()) {
			throw new HsmException(Problem.INVALID_INPUT,
					scheme.label() + ": not for a key of " + key.algorithm().label());
		}
		Mechanism mechanism = switch (scheme) {
			case RSA_PSS_SHA256 -> new Mechanism.Pss(Hash.SHA_256, 32);
			case RSA_PSS_SHA384 -> new Mechanism.Pss(Hash.SHA_384, 48);
			case RSA_PSS_SHA512 -> new Mechanism.Pss(Hash.SHA_512, 64);
			case RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512 -> new Mechanism.Plain(MechanismType.RSA_PKCS);
			case ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512 -> new Mechanism.Plain(MechanismType.ECDSA);
			case ED25519 -> new Mechanism.Plain(MechanismType.EDDSA);
			case ML_DSA -> new Mechanism.Plain(MechanismType.ML_DSA);
		};
		Mechanisms.require(session, mechanism.type(), scheme.label());
		return mechanism;
	}

	private static byte[] input(HsmKey key, HsmSignatureScheme scheme, byte[] message) {
		if (scheme.digest().isEmpty()) {
			return message;
		}
		byte[] digest = digest(scheme, message);
		return switch (scheme) {
			case RSA_PKCS1_SHA256 -> joined(SHA256_INFO, digest);
			case RSA_PKCS1_SHA384 -> joined(SHA384_INFO, digest);
			case RSA_PKCS1_SHA512 -> joined(SHA512_INFO, digest);
			// FIPS 186-5, 6.4.1: the leftmost bits; P-521 has room for all of them
			case ECDSA_SHA256, ECDSA_SHA384, ECDSA_SHA512 ->
				Arrays.copyOf(digest, Math.min(digest.length, coordinate(key)));
			default -> digest;
		};
	}

	private static byte[] digest(HsmSignatureScheme scheme, byte[] message) {
		try {
			return MessageDigest.getInstance(scheme.digest()).digest(message);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every JDK has " + scheme.digest(), ex);
		}
	}

	private static int coordinate(HsmKey key) {
		return (key.algorithm().size() + 7) / 8;
	}

	private static byte[] joined(byte[] first, byte[] second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

}
