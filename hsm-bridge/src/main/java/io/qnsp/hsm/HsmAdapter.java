package io.qnsp.hsm;

import reactor.core.publisher.Mono;

/**
 * One kind of HSM. Every {@code Mono} is cold, answers within the adapter's timeout and
 * fails with {@link HsmException} alone; nothing of it runs on the subscriber's thread
 * for longer than it takes to hand the work over.
 */
public interface HsmAdapter extends AutoCloseable {

	/**
	 * Connects, authenticates and tries each mechanism.
	 * @return what the HSM can do
	 */
	Mono<HsmCapabilities> validate();

	/**
	 * Makes a key inside the HSM. When the caller goes away or the timeout passes while
	 * the HSM works, the key is destroyed again.
	 * @param request which one
	 * @return the key
	 */
	Mono<HsmKey> create(HsmKeyRequest request);

	/**
	 * Looks for a secret key that somebody else may have made.
	 * @param algorithm what it is, of the family AES
	 * @param label its name for people
	 * @return the key, empty when there is none. {@link HsmException.Problem#REFUSED}
	 * when there are several or when it could leave the HSM
	 */
	default Mono<HsmKey> find(HsmKeyAlgorithm algorithm, String label) {
		return Mono.error(() -> new HsmException(HsmException.Problem.UNSUPPORTED,
				"key " + label + ": this kind of HSM does not look for keys"));
	}

	/**
	 * Destroys a key; one that is not there any more is fine.
	 * @param key the key
	 * @return completes when it is gone
	 */
	Mono<Void> destroy(HsmKey key);

	/**
	 * Signs.
	 * @param key a key of the scheme's family
	 * @param scheme how
	 * @param message up to 1 MiB
	 * @return the signature
	 */
	Mono<byte[]> sign(HsmKey key, HsmSignatureScheme scheme, byte[] message);

	/**
	 * Verifies inside the HSM.
	 * @param key a key of the scheme's family
	 * @param scheme how
	 * @param message up to 1 MiB
	 * @param signature of any length
	 * @return whether it is the key's signature of the message
	 */
	Mono<Boolean> verify(HsmKey key, HsmSignatureScheme scheme, byte[] message, byte[] signature);

	/**
	 * Wraps a secret.
	 * @param key a key of the scheme's family
	 * @param scheme how
	 * @param secret what to wrap; the caller wipes it
	 * @param associatedData bound to it, for AES-GCM; empty for all others
	 * @return the wrapped secret
	 */
	Mono<byte[]> wrap(HsmKey key, HsmWrapScheme scheme, byte[] secret, byte[] associatedData);

	/**
	 * Unwraps a secret.
	 * @param key the key that wrapped it
	 * @param scheme how
	 * @param wrapped what {@link #wrap} made
	 * @param associatedData the same as then
	 * @return the secret; the caller wipes it. {@link HsmException.Problem#INVALID_INPUT}
	 * when it does not unwrap, whatever the reason
	 */
	Mono<byte[]> unwrap(HsmKey key, HsmWrapScheme scheme, byte[] wrapped, byte[] associatedData);

	/**
	 * Decapsulates (FIPS 203).
	 * @param key an ML-KEM key
	 * @param ciphertext of the parameter set's length
	 * @return the 32 bytes of the shared secret; the caller wipes them
	 */
	Mono<byte[]> decapsulate(HsmKey key, byte[] ciphertext);

	/**
	 * The smallest call that shows whether the HSM is there.
	 * @return completes when it is
	 */
	Mono<Void> probe();

	/**
	 * Tries to bring a lost HSM back: new sessions, a new login, a library that starts
	 * again. Does nothing about a credential that was refused.
	 * @return completes when the HSM answers again
	 */
	Mono<Void> recover();

	/**
	 * How often the credential was refused since it was given.
	 * @return 0 for one that was never refused
	 */
	int refusedLogins();

	/** Lets go of everything; calls that hang are left to end by themselves. */
	@Override
	void close();

}
