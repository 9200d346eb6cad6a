package io.qnsp.kms.byohsm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KEM;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

import tools.jackson.databind.JsonNode;

/**
 * An outside client: what the JDK alone can do with the public keys in answers.
 */
final class JdkCrypto {

	private JdkCrypto() {
	}

	static PublicKey publicKey(JsonNode key, String algorithm) throws GeneralSecurityException {
		String pem = key.path("publicKey").asString();
		byte[] der = Base64.getMimeDecoder()
			.decode(pem.replace("-----BEGIN PUBLIC KEY-----", "").replace("-----END PUBLIC KEY-----", ""));
		return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
	}

	static boolean verifies(PublicKey key, String algorithm, String text, byte[] signature)
			throws GeneralSecurityException {
		Signature verifier = Signature.getInstance(algorithm);
		if (algorithm.equals("RSASSA-PSS")) {
			verifier.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
		}
		verifier.initVerify(key);
		verifier.update(text.getBytes(StandardCharsets.UTF_8));
		return verifier.verify(signature);
	}

	/** RSA-OAEP with one hash for everything. */
	static byte[] encrypt(PublicKey key, String hash, byte[] secret) throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
		cipher.init(Cipher.ENCRYPT_MODE, key,
				new OAEPParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
		return cipher.doFinal(secret);
	}

	/** Hybrid encryption as the README documents it. */
	static byte[] encapsulate(PublicKey key, String algorithm, byte[] secret) throws GeneralSecurityException {
		KEM.Encapsulated made = KEM.getInstance("ML-KEM").newEncapsulator(key).encapsulate();
		byte[] info = ("qnsp hybrid encryption v1\0" + algorithm).getBytes(StandardCharsets.US_ASCII);
		SecretKey dataKey = KDF.getInstance("HKDF-SHA256")
			.deriveKey("AES",
					HKDFParameterSpec.ofExtract()
						.addIKM(made.key())
						.addSalt(made.encapsulation())
						.thenExpand(info, 32));
		byte[] nonce = new byte[12];
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(Cipher.ENCRYPT_MODE, dataKey, new GCMParameterSpec(128, nonce));
		cipher.updateAAD(new byte[] { 1 });
		byte[] sealed = cipher.doFinal(secret);
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		all.write(1);
		all.writeBytes(made.encapsulation());
		all.writeBytes(nonce);
		all.writeBytes(sealed);
		return all.toByteArray();
	}

}
