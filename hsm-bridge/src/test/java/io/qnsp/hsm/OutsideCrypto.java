package io.qnsp.hsm;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Objects;

import javax.crypto.Cipher;
import javax.crypto.KEM;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * The independent implementation that keys of HSMs are checked against: the JDK.
 */
final class OutsideCrypto {

	private OutsideCrypto() {
	}

	static PublicKey publicKey(HsmKey key) throws GeneralSecurityException {
		String name = switch (key.algorithm().family()) {
			case RSA -> "RSA";
			case EC -> "EC";
			case EDWARDS -> "Ed25519";
			case ML_DSA -> "ML-DSA";
			case ML_KEM -> "ML-KEM";
			case AES -> throw new IllegalArgumentException("AES has no public key");
		};
		return KeyFactory.getInstance(name)
			.generatePublic(new X509EncodedKeySpec(Objects.requireNonNull(key.publicKey())));
	}

	static boolean verifies(HsmKey key, HsmSignatureScheme scheme, byte[] message, byte[] signature)
			throws GeneralSecurityException {
		Signature verifier = Signature.getInstance(switch (scheme) {
			case RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512 -> "RSASSA-PSS";
			case RSA_PKCS1_SHA256 -> "SHA256withRSA";
			case RSA_PKCS1_SHA384 -> "SHA384withRSA";
			case RSA_PKCS1_SHA512 -> "SHA512withRSA";
			case ECDSA_SHA256 -> "SHA256withECDSA";
			case ECDSA_SHA384 -> "SHA384withECDSA";
			case ECDSA_SHA512 -> "SHA512withECDSA";
			case ED25519 -> "Ed25519";
			case ML_DSA -> "ML-DSA";
		});
		if (scheme.label().startsWith("RSASSA-PSS")) {
			int salt = Integer.parseInt(scheme.digest().substring(4)) / 8;
			verifier.setParameter(new PSSParameterSpec(scheme.digest(), "MGF1", new MGF1ParameterSpec(scheme.digest()),
					salt, PSSParameterSpec.TRAILER_FIELD_BC));
		}
		verifier.initVerify(publicKey(key));
		verifier.update(message);
		return verifier.verify(signature);
	}

	static byte[] wrapOaep(HsmKey key, String hash, byte[] secret) throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
		cipher.init(Cipher.ENCRYPT_MODE, publicKey(key),
				new OAEPParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
		return cipher.doFinal(secret);
	}

	static KEM.Encapsulated encapsulate(HsmKey key) throws GeneralSecurityException {
		return KEM.getInstance("ML-KEM").newEncapsulator(publicKey(key)).encapsulate();
	}

}
