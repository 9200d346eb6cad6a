package io.qnsp.crypto.kem;

import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.catalogue.Family;
import io.qnsp.crypto.jca.RawKeyPair;
import io.qnsp.crypto.lane.Lane;
import io.qnsp.crypto.lane.Lanes;
import io.qnsp.crypto.provider.ProviderChoices;
import io.qnsp.crypto.random.Randoms;
import io.qnsp.crypto.secret.SecretBytes;
import reactor.core.publisher.Mono;

/**
 * Key encapsulation: ML-KEM (FIPS 203), Diffie-Hellman over X25519, P-256 and P-384 as a
 * KEM (RFC 9180, section 4.1), X-Wing, X25519MLKEM768, HQC as an experiment, and RSA-OAEP
 * of a random secret for what was encrypted before.
 * <p>
 * <b>Security guarantees.</b> Secrets are indistinguishable from random under
 * chosen-ciphertext attack, against quantum adversaries where the algorithm's category is
 * above 0; the hybrids hold as long as one of their parts does. ML-KEM rejects
 * implicitly: a changed ciphertext gives another secret, not an error. The secret of
 * X25519MLKEM768 is two secrets side by side and must go through a KDF.
 * <p>
 * Everything but the generation of RSA keys runs on the fast lane, cold, once per
 * subscription. Arrays and secrets given to a method must stay unchanged, and keys open,
 * until the {@code Mono} ends.
 */
public final class Kems {

	private final Lanes lanes;

	private final Randoms randoms;

	private final KemSchemes schemes;

	/**
	 * The primitive on its lanes. Runs the self test of every provider that comes into
	 * question: call it at start-up.
	 * @param lanes where it runs
	 * @param randoms for seeds and encapsulations
	 * @param choices chooses and remembers the providers
	 */
	public Kems(Lanes lanes, Randoms randoms, ProviderChoices choices) {
		this.lanes = lanes;
		this.randoms = randoms;
		this.schemes = KemSchemes.choose(choices, randoms);
	}

	/**
	 * A new key.
	 * @param algorithm the KEM
	 * @return the key; the caller closes it. If the caller cancels, the key is closed
	 */
	public Mono<DecapsulationKey> generate(Algorithm algorithm) {
		Lane lane = (algorithm.family() == Family.RSA) ? this.lanes.slow() : this.lanes.fast();
		return lane.run(algorithm.id() + ".generate", () -> {
			try (RawKeyPair raw = KemKeys.generate(algorithm, this.randoms)) {
				return new DecapsulationKey(algorithm, raw.secret(), raw.publicKey(), this.schemes.of(algorithm));
			}
		});
	}

	/**
	 * The key of a stored private key.
	 * @param algorithm the KEM
	 * @param secret its {@link DecapsulationKey#secret()}; copied, the caller closes its
	 * own after the answer
	 * @param publicKey its {@link DecapsulationKey#publicKey()}; kept
	 * @return the key; the caller closes it. {@link IllegalArgumentException} for a
	 * secret of another length or form
	 */
	public Mono<DecapsulationKey> open(Algorithm algorithm, SecretBytes secret, byte[] publicKey) {
		return this.lanes.fast().run(algorithm.id() + ".open", () -> {
			requireLength(algorithm + " private key", secret.length(), algorithm.sizes().privateKey());
			return new DecapsulationKey(algorithm, secret, publicKey, this.schemes.of(algorithm));
		});
	}

	/**
	 * Makes a secret that only the private key's holder can recover.
	 * @param algorithm the KEM
	 * @param publicKey the raw public key
	 * @return the secret, 32 bytes (64 for X25519MLKEM768, 48 for P-384), and what to
	 * send; the caller closes it. {@link IllegalArgumentException} for a public key that
	 * is not one
	 */
	public Mono<Encapsulation> encapsulate(Algorithm algorithm, byte[] publicKey) {
		return this.lanes.fast().run(algorithm.id() + ".encapsulate", () -> encapsulateHere(algorithm, publicKey));
	}

	/**
	 * Decodes a public key, for many encapsulations to it.
	 * @param algorithm the KEM
	 * @param publicKey the raw public key
	 * @return the key; {@link IllegalArgumentException} for one that is malformed
	 */
	public Mono<EncapsulationKey> encapsulationKey(Algorithm algorithm, byte[] publicKey) {
		return this.lanes.fast().run(algorithm.id() + ".decode", () -> encapsulationKeyHere(algorithm, publicKey));
	}

	/**
	 * Makes a secret that only the private key's holder can recover.
	 * @param key the public key
	 * @return as for {@link #encapsulate(Algorithm, byte[])};
	 * {@link IllegalArgumentException} for an X25519 key of small order, which shows here
	 */
	public Mono<Encapsulation> encapsulate(EncapsulationKey key) {
		return this.lanes.fast().run(key.algorithm().id() + ".encapsulate", () -> encapsulateHere(key));
	}

	/**
	 * Recovers a secret.
	 * @param key an open key
	 * @param encapsulated what was sent
	 * @return the secret; the caller closes it. {@link DecryptionException} for what
	 * can't be an encapsulation, {@link IllegalStateException} if the key is closed
	 */
	public Mono<SecretBytes> decapsulate(DecapsulationKey key, byte[] encapsulated) {
		return this.lanes.fast().run(key.algorithm().id() + ".decapsulate", () -> decapsulateHere(key, encapsulated));
	}

	/**
	 * {@link #encapsulationKey} on the calling thread, for work that is on a lane
	 * already.
	 * @param algorithm the KEM
	 * @param publicKey the raw public key
	 * @return the key
	 * @throws IllegalArgumentException for one that is malformed
	 */
	public EncapsulationKey encapsulationKeyHere(Algorithm algorithm, byte[] publicKey) {
		requireLength(algorithm + " public key", publicKey.length, algorithm.sizes().publicKey());
		return new EncapsulationKey(algorithm, publicKey, this.schemes.of(algorithm), this.randoms.asSecureRandom());
	}

	/**
	 * {@link #encapsulate(Algorithm, byte[])} on the calling thread, for work that is on
	 * a lane already.
	 * @param algorithm the KEM
	 * @param publicKey the raw public key
	 * @return the secret and what to send; the caller closes it
	 */
	public Encapsulation encapsulateHere(Algorithm algorithm, byte[] publicKey) {
		return encapsulateHere(encapsulationKeyHere(algorithm, publicKey));
	}

	/**
	 * {@link #encapsulate(EncapsulationKey)} on the calling thread, for work that is on a
	 * lane already.
	 * @param key the public key
	 * @return the secret and what to send; the caller closes it
	 */
	public Encapsulation encapsulateHere(EncapsulationKey key) {
		return key.encapsulate();
	}

	/**
	 * {@link #decapsulate} on the calling thread, for work that is on a lane already.
	 * @param key an open key
	 * @param encapsulated what was sent
	 * @return the secret; the caller closes it
	 * @throws DecryptionException for what can't be an encapsulation
	 */
	public SecretBytes decapsulateHere(DecapsulationKey key, byte[] encapsulated) {
		if (encapsulated.length != key.algorithm().sizes().output()) {
			throw new DecryptionException();
		}
		return key.decapsulate(encapsulated);
	}

	/**
	 * The public key of a seed, on the calling thread: up to some milliseconds.
	 * @param algorithm ML-KEM, X25519, X-Wing, X25519MLKEM768 or HQC
	 * @param seed the raw private key
	 * @return the raw public key
	 * @throws IllegalArgumentException for a seed of another length
	 */
	public byte[] publicKeyOfSeedHere(Algorithm algorithm, SecretBytes seed) {
		requireLength(algorithm + " private key", seed.length(), algorithm.sizes().privateKey());
		return KemKeys.publicKeyOfSeed(algorithm, seed);
	}

	/**
	 * Whether a private and a public key belong together, found out on the calling thread
	 * by encapsulating and recovering a secret.
	 * @param algorithm what they are for
	 * @param pair the keys; stays open
	 * @return false if another secret is recovered, or none
	 * @throws IllegalArgumentException if a provider can't read one of the keys
	 */
	public boolean isPairHere(Algorithm algorithm, RawKeyPair pair) {
		try (DecapsulationKey key = new DecapsulationKey(algorithm, pair.secret(), pair.publicKey(),
				this.schemes.of(algorithm));
				Encapsulation made = encapsulateHere(algorithm, pair.publicKey());
				SecretBytes recovered = decapsulateHere(key, made.encapsulated())) {
			return recovered.equals(made.secret());
		}
		catch (DecryptionException ex) {
			return false;
		}
	}

	private static void requireLength(String what, int length, int expected) {
		if (expected != 0 && length != expected) {
			throw new IllegalArgumentException(what + ": " + length + " bytes (expected: " + expected + ")");
		}
	}

}
