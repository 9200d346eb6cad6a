package io.qnsp.crypto.kem;

import java.security.SecureRandom;
import java.util.Arrays;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import org.bouncycastle.crypto.agreement.X25519Agreement;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;

/**
 * ML-KEM-768 and X25519 side by side, as TLS 1.3 has them (draft-ietf-tls-ecdhe-mlkem,
 * section 4): every part is ML-KEM's, then X25519's, and the secret is both secrets, 64
 * bytes. It must go through a KDF before use.
 */
final class X25519MlKem768 implements KemScheme {

	private static final SecretAccess SPLIT = SecretAccess.because("parts of a hybrid private key or secret");

	private static final int CURVE_BYTES = 32;

	private static final int SEED_BYTES = Algorithm.ML_KEM_768.sizes().privateKey();

	private static final int ML_KEM_PUBLIC_BYTES = Algorithm.ML_KEM_768.sizes().publicKey();

	private static final int ML_KEM_ENCAPSULATED_BYTES = Algorithm.ML_KEM_768.sizes().output();

	private final KemScheme mlKem;

	X25519MlKem768(KemScheme mlKem) {
		this.mlKem = mlKem;
	}

	/** The public key of a private key. */
	static byte[] publicKey(SecretBytes secret) {
		try (SecretBytes seed = part(secret, 0, SEED_BYTES)) {
			byte[] curve = curveKey(secret).generatePublicKey().getEncoded();
			return concatenated(new BouncyCastleMlKem(Algorithm.ML_KEM_768).publicKey(seed), curve);
		}
	}

	@Override
	public Decapsulator decapsulator(SecretBytes secret) {
		SecretBytes whole = secret.copy();
		Decapsulator first;
		try (SecretBytes seed = part(secret, 0, SEED_BYTES)) {
			first = this.mlKem.decapsulator(seed);
		}
		return new GuardedDecapsulator(Algorithm.X25519_ML_KEM_768, () -> {
			first.close();
			whole.close();
		}, (encapsulated) -> {
			byte[] share = Arrays.copyOfRange(encapsulated, ML_KEM_ENCAPSULATED_BYTES, encapsulated.length);
			try (SecretBytes firstSecret = first.decapsulate(Arrays.copyOf(encapsulated, ML_KEM_ENCAPSULATED_BYTES))) {
				return both(firstSecret, agree(curveKey(whole), share));
			}
		});
	}

	@Override
	public Encapsulator encapsulator(byte[] publicKey, SecureRandom random) {
		byte[] peer = Arrays.copyOfRange(publicKey, ML_KEM_PUBLIC_BYTES, publicKey.length);
		Encapsulator mlKemEncapsulator = this.mlKem.encapsulator(Arrays.copyOf(publicKey, ML_KEM_PUBLIC_BYTES), random);
		return () -> {
			X25519PrivateKeyParameters ephemeral = new X25519PrivateKeyParameters(random);
			byte[] second = agree(ephemeral, peer);
			try (Encapsulation first = mlKemEncapsulator.encapsulate()) {
				return new Encapsulation(SecretBytes.takeOver(both(first.secret(), second)),
						concatenated(first.encapsulated(), ephemeral.generatePublicKey().getEncoded()));
			}
		};
	}

	/** Refuses a secret of zeros (RFC 7748, section 6.1). */
	static byte[] agree(X25519PrivateKeyParameters ours, byte[] theirs) {
		X25519Agreement agreement = new X25519Agreement();
		agreement.init(ours);
		byte[] secret = new byte[CURVE_BYTES];
		try {
			agreement.calculateAgreement(new X25519PublicKeyParameters(theirs), secret, 0);
		}
		catch (IllegalStateException ex) {
			throw new IllegalArgumentException("X25519 public key: of small order", ex);
		}
		return secret;
	}

	private static byte[] both(SecretBytes first, byte[] second) {
		byte[] secret = first.read(SPLIT, (bytes) -> concatenated(bytes, second));
		Arrays.fill(second, (byte) 0);
		return secret;
	}

	private static X25519PrivateKeyParameters curveKey(SecretBytes secret) {
		return secret.read(SPLIT, (bytes) -> new X25519PrivateKeyParameters(bytes, SEED_BYTES));
	}

	private static SecretBytes part(SecretBytes secret, int from, int to) {
		return SecretBytes.takeOver(secret.read(SPLIT, (bytes) -> Arrays.copyOfRange(bytes, from, to)));
	}

	private static byte[] concatenated(byte[] first, byte[] second) {
		byte[] both = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, both, first.length, second.length);
		return both;
	}

}
