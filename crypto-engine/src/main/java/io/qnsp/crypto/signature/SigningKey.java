package io.qnsp.crypto.signature;

import java.security.SecureRandom;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.qnsp.crypto.catalogue.Algorithm;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.secret.Wipeable;
import org.jspecify.annotations.Nullable;

/**
 * A private signing key: the raw form it is stored in, its prepared form for signing, and
 * its public key. Made by {@link Signatures}.
 * <p>
 * <b>Security guarantees.</b> Raw and prepared key are wiped on close, after the last
 * signature under way, as far as the provider can; later use is refused. The public key
 * stays readable.
 */
public final class SigningKey implements Wipeable {

	private static final byte[] NONE = {};

	private final Algorithm algorithm;

	private final SecretBytes secret;

	private final byte[] publicKey;

	private final SignatureSchemes schemes;

	private final Signer signer;

	/** Made when it is first needed, where another provider signs under a context. */
	private final AtomicReference<@Nullable Signer> contextSigner = new AtomicReference<>();

	SigningKey(Algorithm algorithm, SecretBytes secret, byte[] publicKey, SignatureSchemes schemes) {
		this.algorithm = algorithm;
		this.schemes = schemes;
		this.publicKey = publicKey;
		this.signer = schemes.of(algorithm, NONE).signer(secret);
		this.secret = secret.copy();
	}

	/**
	 * What the key signs with.
	 * @return the algorithm
	 */
	public Algorithm algorithm() {
		return this.algorithm;
	}

	/**
	 * The raw public key, see {@link io.qnsp.crypto.encoding.KeyEncodings}.
	 * @return a copy
	 */
	public byte[] publicKey() {
		return this.publicKey.clone();
	}

	/**
	 * The raw private key, to wrap and store: a seed where the standard has one.
	 * @return the holder inside this key, closed with it
	 */
	public SecretBytes secret() {
		return this.secret;
	}

	byte[] sign(byte[] message, byte[] context, SecureRandom random) {
		return signerFor(context).sign(message, context, random);
	}

	private Signer signerFor(byte[] context) {
		SignatureScheme plain = this.schemes.of(this.algorithm, NONE);
		SignatureScheme bound = this.schemes.of(this.algorithm, context);
		return bound.equals(plain) ? this.signer : contextSigner(() -> bound.signer(this.secret));
	}

	private Signer contextSigner(Supplier<Signer> make) {
		Signer known = this.contextSigner.get();
		if (known != null) {
			return known;
		}
		Signer made = make.get();
		if (!this.contextSigner.compareAndSet(null, made)) {
			made.close();
			return Objects.requireNonNull(this.contextSigner.get());
		}
		if (this.secret.isClosed()) {
			// made while close() was looking for it
			made.close();
		}
		return made;
	}

	@Override
	public void close() {
		this.secret.close();
		this.signer.close();
		Signer made = this.contextSigner.get();
		if (made != null) {
			made.close();
		}
	}

	@Override
	public String toString() {
		return "SigningKey[" + this.algorithm + "]";
	}

}
