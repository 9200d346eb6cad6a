package io.qnsp.crypto.hybrid;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.qnsp.crypto.aead.BareAead;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.kdf.Hkdf;
import io.qnsp.crypto.kem.DecapsulationKey;
import io.qnsp.crypto.kem.Encapsulation;
import io.qnsp.crypto.kem.EncapsulationKey;
import io.qnsp.crypto.kem.Kems;
import io.qnsp.crypto.lane.Lane;
import io.qnsp.crypto.secret.SecretBytes;
import reactor.core.publisher.Mono;

/**
 * Encryption to a public key, for every KEM of the catalogue and for RSA. An outside
 * client can make it offline from the public key alone. Version 1:
 *
 * <pre>
 * (secret, encapsulated) = the KEM's encapsulation to the public key
 * key (32 bytes) = HKDF-SHA-256(salt = encapsulated, ikm = secret,
 *                    info = "qnsp hybrid encryption v1" || 0x00 || the algorithm's NIST name)
 * output = 0x01 || encapsulated || nonce (12 random bytes)
 *            || AES-256-GCM(key, nonce, aad = 0x01 || the caller's associated data)
 * </pre>
 *
 * The length of {@code encapsulated} is the algorithm's (see the catalogue). HPKE (RFC
 * 9180) is not used: it has no ML-KEM-512, HQC or RSA, and the library that has the rest
 * encrypts bulk data 20 to 70 times slower than the JDK.
 * <p>
 * <b>Security guarantees.</b> Confidentiality under chosen-ciphertext attack, against
 * quantum adversaries where the KEM's category is above 0; integrity of ciphertext and
 * associated data. The sender is not authenticated: anybody with the public key can
 * encrypt. Every failure to decrypt is the same {@link DecryptionException}.
 */
public final class HybridEncryption {

	private static final byte VERSION = 1;

	private static final String INFO = "qnsp hybrid encryption v1";

	private final Lane lane;

	private final Kems kems;

	private final BareAead aead;

	/**
	 * The primitive on a lane.
	 * @param lane where it runs
	 * @param kems the KEMs
	 * @param aead the cipher
	 */
	public HybridEncryption(Lane lane, Kems kems, BareAead aead) {
		this.lane = lane;
		this.kems = kems;
		this.aead = aead;
	}

	/**
	 * How many bytes the output is longer than the plaintext.
	 * @param algorithm the KEM
	 * @return the overhead
	 */
	public static int overhead(Algorithm algorithm) {
		return 1 + algorithm.sizes().output() + BareAead.OVERHEAD_BYTES;
	}

	/**
	 * Encrypts on the lane.
	 * @param algorithm the KEM
	 * @param publicKey the raw public key
	 * @param plaintext any length; unchanged until the answer
	 * @param associatedData what the output is bound to, may be empty
	 * @return the output; {@link IllegalArgumentException} for a public key that is not
	 * one
	 */
	public Mono<byte[]> encrypt(Algorithm algorithm, byte[] publicKey, byte[] plaintext, byte[] associatedData) {
		return this.lane.run(algorithm.id() + ".encrypt",
				() -> encryptHere(algorithm, publicKey, plaintext, associatedData));
	}

	/**
	 * Encrypts on the lane to a decoded key.
	 * @param key the public key
	 * @param plaintext any length; unchanged until the answer
	 * @param associatedData what the output is bound to, may be empty
	 * @return the output
	 */
	public Mono<byte[]> encrypt(EncapsulationKey key, byte[] plaintext, byte[] associatedData) {
		return this.lane.run(key.algorithm().id() + ".encrypt", () -> encryptHere(key, plaintext, associatedData));
	}

	/**
	 * Decrypts on the lane.
	 * @param key an open key
	 * @param sealed what {@link #encrypt} made
	 * @param associatedData the same as then
	 * @return the plaintext, or {@link DecryptionException}
	 */
	public Mono<byte[]> decrypt(DecapsulationKey key, byte[] sealed, byte[] associatedData) {
		return this.lane.run(key.algorithm().id() + ".decrypt", () -> decryptHere(key, sealed, associatedData));
	}

	/**
	 * What an output encapsulates, for who decapsulates it elsewhere, such as in an HSM.
	 * @param algorithm the KEM
	 * @param sealed what {@link #encrypt} made
	 * @return the encapsulation
	 * @throws DecryptionException if it can't be an output
	 */
	public static byte[] encapsulated(Algorithm algorithm, byte[] sealed) {
		if (sealed.length < overhead(algorithm) || sealed[0] != VERSION) {
			throw new DecryptionException();
		}
		return Arrays.copyOfRange(sealed, 1, 1 + algorithm.sizes().output());
	}

	/**
	 * Decrypts on the lane what was decapsulated elsewhere.
	 * @param algorithm the KEM
	 * @param secret what {@link #encapsulated} was decapsulated to; open until the answer
	 * @param sealed what {@link #encrypt} made
	 * @param associatedData the same as then
	 * @return the plaintext, or {@link DecryptionException}
	 */
	public Mono<byte[]> decrypt(Algorithm algorithm, SecretBytes secret, byte[] sealed, byte[] associatedData) {
		return this.lane.run(algorithm.id() + ".decrypt", () -> open(algorithm, secret, sealed, associatedData));
	}

	private byte[] open(Algorithm algorithm, SecretBytes secret, byte[] sealed, byte[] associatedData) {
		byte[] encapsulated = encapsulated(algorithm, sealed);
		byte[] body = Arrays.copyOfRange(sealed, 1 + encapsulated.length, sealed.length);
		try (SecretBytes dataKey = derive(algorithm, secret, encapsulated)) {
			return this.aead.decryptHere(Algorithm.AES_256_GCM, dataKey, body, bound(associatedData));
		}
	}

	/**
	 * {@link #encrypt(Algorithm, byte[], byte[], byte[])} on the calling thread, for work
	 * that is on a lane already.
	 * @param algorithm the KEM
	 * @param publicKey the raw public key
	 * @param plaintext any length
	 * @param associatedData what the output is bound to
	 * @return the output
	 */
	public byte[] encryptHere(Algorithm algorithm, byte[] publicKey, byte[] plaintext, byte[] associatedData) {
		return encryptHere(this.kems.encapsulationKeyHere(algorithm, publicKey), plaintext, associatedData);
	}

	/**
	 * {@link #encrypt(EncapsulationKey, byte[], byte[])} on the calling thread, for work
	 * that is on a lane already.
	 * @param key the public key
	 * @param plaintext any length
	 * @param associatedData what the output is bound to
	 * @return the output
	 */
	public byte[] encryptHere(EncapsulationKey key, byte[] plaintext, byte[] associatedData) {
		try (Encapsulation made = this.kems.encapsulateHere(key);
				SecretBytes dataKey = derive(key.algorithm(), made.secret(), made.encapsulated())) {
			byte[] sealed = this.aead.encryptHere(Algorithm.AES_256_GCM, dataKey, plaintext, bound(associatedData));
			ByteArrayOutputStream output = new ByteArrayOutputStream(1 + made.encapsulated().length + sealed.length);
			output.write(VERSION);
			output.writeBytes(made.encapsulated());
			output.writeBytes(sealed);
			return output.toByteArray();
		}
	}

	/**
	 * {@link #decrypt} on the calling thread, for work that is on a lane already.
	 * @param key an open key
	 * @param sealed what {@link #encrypt} made
	 * @param associatedData the same as then
	 * @return the plaintext
	 * @throws DecryptionException if it can't be decrypted, whatever the reason
	 */
	public byte[] decryptHere(DecapsulationKey key, byte[] sealed, byte[] associatedData) {
		try (SecretBytes secret = this.kems.decapsulateHere(key, encapsulated(key.algorithm(), sealed))) {
			return open(key.algorithm(), secret, sealed, associatedData);
		}
	}

	private static SecretBytes derive(Algorithm algorithm, SecretBytes secret, byte[] encapsulated) {
		byte[] info = (INFO + '\0' + algorithm.nistName()).getBytes(StandardCharsets.US_ASCII);
		return SecretBytes
			.takeOver(Hkdf.extractAndExpand(encapsulated, secret, info, Algorithm.AES_256_GCM.sizes().privateKey()));
	}

	private static byte[] bound(byte[] associatedData) {
		byte[] bound = new byte[associatedData.length + 1];
		bound[0] = VERSION;
		System.arraycopy(associatedData, 0, bound, 1, associatedData.length);
		return bound;
	}

}
