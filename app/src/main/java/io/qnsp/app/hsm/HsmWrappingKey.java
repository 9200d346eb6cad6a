package io.qnsp.app.hsm;

import java.util.Arrays;

import io.qnsp.crypto.aead.AssociatedData;
import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.aead.KeyId;
import io.qnsp.crypto.aead.OutsideEnvelope;
import io.qnsp.crypto.digest.Digests;
import io.qnsp.crypto.secret.SecretAccess;
import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.hsm.HsmConnection;
import io.qnsp.hsm.HsmException;
import io.qnsp.hsm.HsmKey;
import io.qnsp.hsm.HsmWrapScheme;
import reactor.core.publisher.Mono;

/**
 * An AES-256 key inside an HSM that wraps secrets: each call is one of the HSM's. The
 * envelopes are those of the crypto engine. Failures are {@link HsmException}, and
 * {@link DecryptionException} for what does not open.
 */
public final class HsmWrappingKey {

	private static final SecretAccess WRAPPING = SecretAccess.because("plaintext of a secret wrapped by an HSM");

	private final HsmConnection hsm;

	private final HsmKey key;

	private final OutsideEnvelope envelope;

	/**
	 * A key of an HSM.
	 * @param hsm the connection
	 * @param key the key
	 */
	public HsmWrappingKey(HsmConnection hsm, HsmKey key) {
		this.hsm = hsm;
		this.key = key;
		this.envelope = new OutsideEnvelope(idOf(key));
	}

	/**
	 * The key's public name, made of what the HSM finds it by.
	 * @return the id that envelopes carry
	 */
	public KeyId id() {
		return this.envelope.key();
	}

	/**
	 * Where the key is.
	 * @return the key's reference
	 */
	public HsmKey key() {
		return this.key;
	}

	/**
	 * Wraps inside the HSM.
	 * @param secret open until the answer
	 * @param what what it is bound to
	 * @return the envelope
	 */
	public Mono<byte[]> wrap(SecretBytes secret, AssociatedData what) {
		return Mono
			.using(() -> secret.toByteArray(WRAPPING),
					(plain) -> this.hsm.wrap(this.key, HsmWrapScheme.AES_GCM, plain,
							this.envelope.associatedData(what)),
					(plain) -> Arrays.fill(plain, (byte) 0))
			.map(this.envelope::close);
	}

	/**
	 * Unwraps inside the HSM.
	 * @param wrapped what {@link #wrap} made
	 * @param what the same as then
	 * @return the secret; the caller closes it
	 */
	public Mono<SecretBytes> unwrap(byte[] wrapped, AssociatedData what) {
		return Mono
			.defer(() -> this.hsm.unwrap(this.key, HsmWrapScheme.AES_GCM, this.envelope.open(wrapped),
					this.envelope.associatedData(what)))
			.map(SecretBytes::takeOver)
			.onErrorMap(HsmWrappingKey::opensNot, (error) -> new DecryptionException());
	}

	private static boolean opensNot(Throwable error) {
		return error instanceof HsmException known && known.problem() == HsmException.Problem.INVALID_INPUT;
	}

	private static KeyId idOf(HsmKey key) {
		byte[] digest = Digests.sha256(AssociatedData.of("hsm key id", key.reference()).toByteArray());
		return KeyId.of(Arrays.copyOf(digest, KeyId.BYTES));
	}

}
