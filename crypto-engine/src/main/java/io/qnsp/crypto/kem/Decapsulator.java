package io.qnsp.crypto.kem;

import io.qnsp.crypto.secret.SecretBytes;
import io.qnsp.crypto.secret.Wipeable;

/**
 * A private key in the form in which a provider decapsulates with it. May be used by
 * several threads at once.
 */
interface Decapsulator extends Wipeable {

	/**
	 * Recovers the secret.
	 * @param encapsulated of the right length
	 * @return the secret; another one, not an error, for a ciphertext that was changed
	 * where the scheme rejects implicitly
	 */
	SecretBytes decapsulate(byte[] encapsulated);

}
