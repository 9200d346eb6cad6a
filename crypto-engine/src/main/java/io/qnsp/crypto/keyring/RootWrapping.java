package io.qnsp.crypto.keyring;

import java.util.Set;

import io.qnsp.crypto.aead.DecryptionException;
import io.qnsp.crypto.aead.KeyId;
import io.qnsp.crypto.secret.SecretBytes;
import reactor.core.publisher.Mono;

/**
 * Wraps keys under the root key, wherever that lives: in a {@link Keyring} or in an HSM.
 * What is wrapped by a retired root key still opens.
 * <p>
 * <b>Security guarantees.</b> AES-256-GCM envelopes that name the root key. An envelope
 * opens under exactly the purpose and subject it was made for; any other use, and any
 * changed byte, is the same {@link DecryptionException}.
 */
public interface RootWrapping {

	/**
	 * Which root key new envelopes use.
	 * @return its public name
	 */
	KeyId currentRoot();

	/**
	 * Which root keys old envelopes may use.
	 * @return their public names
	 */
	Set<KeyId> retiredRoots();

	/**
	 * Wraps a secret: a seed, a key.
	 * @param secret at most 4 KiB; open until the answer
	 * @param purpose what kind of secret it is, a constant in code
	 * @param subject whose or which
	 * @return the envelope
	 */
	Mono<byte[]> wrap(SecretBytes secret, String purpose, String subject);

	/**
	 * Unwraps a secret.
	 * @param envelope what {@link #wrap} made
	 * @param purpose the same as then
	 * @param subject the same as then
	 * @return the secret, which the caller closes, or {@link DecryptionException}
	 */
	Mono<SecretBytes> unwrap(byte[] envelope, String purpose, String subject);

}
