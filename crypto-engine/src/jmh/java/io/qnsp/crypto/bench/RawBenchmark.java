package io.qnsp.crypto.bench;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.concurrent.ThreadLocalRandom;

import javax.crypto.Cipher;
import javax.crypto.KEM;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import io.qnsp.crypto.provider.SecurityProviders;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/**
 * The library calls alone, on as many threads as the fast lane has.
 */
@State(Scope.Benchmark)
@Threads(Threads.MAX)
public class RawBenchmark {

	private static final byte[] MESSAGE = new byte[1024];

	private final Provider library = SecurityProviders.nativeLibrary().orElseThrow();

	private KeyPair mlDsa;

	private byte[] mlDsaSignature;

	private KeyPair ecdsa;

	private KeyPair ed25519;

	private KeyPair mlKem;

	private byte[] encapsulated;

	/**
	 * Makes the keys.
	 */
	@Setup
	public void prepare() throws Exception {
		this.mlDsa = KeyPairGenerator.getInstance("ML-DSA-65", this.library).generateKeyPair();
		this.mlDsaSignature = sign("ML-DSA-65", this.mlDsa);
		KeyPairGenerator curve = KeyPairGenerator.getInstance("EC", this.library);
		curve.initialize(new ECGenParameterSpec("secp256r1"));
		this.ecdsa = curve.generateKeyPair();
		this.ed25519 = KeyPairGenerator.getInstance("EdDSA", this.library).generateKeyPair();
		this.mlKem = KeyPairGenerator.getInstance("ML-KEM-768").generateKeyPair();
		this.encapsulated = mlKemEncapsulate().encapsulation();
	}

	@Benchmark
	public byte[] mlDsaSign() throws Exception {
		return sign("ML-DSA-65", this.mlDsa);
	}

	@Benchmark
	public boolean mlDsaVerify() throws Exception {
		Signature verifier = Signature.getInstance("ML-DSA-65", this.library);
		verifier.initVerify(this.mlDsa.getPublic());
		verifier.update(MESSAGE);
		return verifier.verify(this.mlDsaSignature);
	}

	@Benchmark
	public byte[] ecdsaSign() throws Exception {
		return sign("SHA256withECDSA", this.ecdsa);
	}

	@Benchmark
	public byte[] ed25519Sign() throws Exception {
		return sign("Ed25519", this.ed25519);
	}

	@Benchmark
	public KEM.Encapsulated mlKemEncapsulate() throws Exception {
		return KEM.getInstance("ML-KEM-768").newEncapsulator(this.mlKem.getPublic()).encapsulate();
	}

	@Benchmark
	public Object mlKemDecapsulate() throws Exception {
		return KEM.getInstance("ML-KEM-768").newDecapsulator(this.mlKem.getPrivate()).decapsulate(this.encapsulated);
	}

	@Benchmark
	public byte[] aesGcmEncrypt() throws Exception {
		byte[] nonce = new byte[12];
		ThreadLocalRandom.current().nextBytes(nonce);
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[32], "AES"), new GCMParameterSpec(128, nonce));
		return cipher.doFinal(MESSAGE);
	}

	private byte[] sign(String algorithm, KeyPair pair) throws Exception {
		Signature signer = Signature.getInstance(algorithm, this.library);
		signer.initSign(pair.getPrivate());
		signer.update(MESSAGE);
		return signer.sign();
	}

}
